package dev.assay.cli.ship;

import dev.assay.cli.artifact.ArtifactFlags;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.LoginFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.cli.sign.ShipSigning;
import dev.assay.cli.sign.SignCall;
import dev.assay.cli.sign.VerifyCommand;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.net.Http;
import dev.assay.registry.artifact.ImageCopy.Side;
import dev.assay.scan.Inspection;
import dev.assay.scan.Outputs;
import dev.assay.scan.Registries;
import dev.assay.scan.ScanOptions;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.RegistryAccess;
import dev.assay.scan.ScanOptions.Reporting;
import dev.assay.scan.ScanOptions.Subject;
import dev.assay.ship.Order;
import dev.assay.ship.Ship;
import dev.assay.sign.policy.Rule;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `assay ship REF --to REF2`.
public final class ShipCommand {
  public static final String SUMMARY = "Scan, gate, list, sign, verify and promote an image";

  /// What it takes of its own.
  public static final List<FlagGroup> OWN =
      List.of(ShipFlags.GROUP, SignFlags.SHIP, LoginFlags.GROUP);

  private final SignCall call;
  private final Settings settings;
  private final ScanOptions options;
  private final Outputs outputs;

  private ShipCommand(SignCall call, ScanOptions options, Outputs outputs) {
    this.call = call;
    this.settings = call.settings();
    this.options = options;
    this.outputs = outputs;
  }

  /// What is scanned: an image in a registry, whatever a daemon calls by its name.
  public static Subject subject(SignCall call) {
    return new Subject(
        List.of(source(call).toString()),
        Optional.empty(),
        PlatformChoice.DEFAULT,
        List.of(ImageOrigin.REMOTE),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static ImageRef source(SignCall call) {
    if (call.operands().size() == 2 && call.settings().isTyped(SignFlags.SIGN)) {
      throw new UsageFailure(
          "`assay ship` takes one image, not " + call.operands().size(),
          "a key stands behind `=`: --sign=KEY");
    }
    return ImageRef.parsePlace(call.operand("image"));
  }

  private static ImageRef target(SignCall call) {
    ImageRef target =
        ImageRef.parsePlace(
            call.settings()
                .text(ShipFlags.TO)
                .orElseThrow(() ->
                    new UsageFailure(
                        "cannot ship without a place to ship to",
                        "name it with --to: registry.example.com/prod/app:1.2")));
    if (target.digest().isPresent()) {
      throw new UsageFailure("cannot ship to a digest: " + target, "--to takes a name with a tag");
    }
    if (target.isLayout() && target.tag().isEmpty()) {
      throw new UsageFailure(
          "cannot ship to a layout without a tag: " + target, "write --to " + target + ":TAG");
    }
    return target;
  }

  /// Runs it.
  ///
  /// @param options of the scan, about `subject`
  /// @return the exit code
  public static int run(SignCall call, ScanOptions options, Outputs outputs) throws IOException {
    return new ShipCommand(call, options, outputs).run();
  }

  private int run() throws IOException {
    ImageRef from = source(call);
    ImageRef to = target(call);
    ArtifactFlags.checkLogin(options.registry(), from, to);
    if (!settings.environment().getOrDefault("COSIGN_REPOSITORY", "").isEmpty()) {
      call.progress()
          .warn("COSIGN_REPOSITORY is not used: signatures stand beside what is shipped");
    }
    try (Http http = call.open(List.of(from.host(), to.host()))) {
      Registries registries = new Registries(http, settings.environment(), call.progress());
      RegistryAccess access = ArtifactFlags.from(settings, options.registry());
      Side source = new Side(registries.place(from, access, Optional.empty()), from);
      Side target =
          new Side(
              registries.place(
                  to, ArtifactFlags.to(settings, options.registry()), Optional.empty()),
              to);
      boolean isRehearsal = settings.isOn(ShipFlags.DRY_RUN);
      Order order =
          new Order(
              source,
              target,
              settings
                  .text(ShipFlags.PLATFORM)
                  .map(text -> new PlatformChoice(Platform.parse(text), true)),
              ShipFlags.bills(settings),
              rules(),
              ShipFlags.refusal(settings),
              ShipSigning.prepare(call, http, isRehearsal),
              VerifyCommand.annotations(settings.list(SignFlags.SIGNED_ANNOTATIONS)),
              isRehearsal,
              options.reporting().options(),
              settings.environment(),
              InstantSource.system());
      ScanOptions scan = scan(access);
      return new Ship(
              order,
              image -> Inspection.run(scan, image, call.progress(), outputs),
              this::line,
              call.progress())
          .run();
    }
  }

  /// What reads rules is large, and not loaded where there are none.
  private List<Rule> rules() {
    return settings.list(VerifyFlags.POLICY).isEmpty() ? List.of() : VerifyCommand.rules(settings);
  }

  /// The scan with this verb's gate; findings are looked for whatever is written about them.
  private ScanOptions scan(RegistryAccess access) {
    Reporting said = options.reporting();
    return new ScanOptions(
        options.subject(),
        access,
        options.database(),
        options.analysis(),
        options.filter(),
        ShipFlags.gate(settings, options.gate()),
        new Reporting(said.outputs(), said.options(), said.explainBytes(), true),
        options.cache(),
        options.timeout(),
        options.environment());
  }

  /// On standard output, unless that is another program's.
  private void line(String text) throws IOException {
    boolean isTaken =
        options.reporting().outputs().stream()
            .anyMatch(output -> output.file().isEmpty() && !output.format().equals("table"));
    if (isTaken) {
      call.say(text);
    } else {
      call.print(text + "\n");
    }
  }
}

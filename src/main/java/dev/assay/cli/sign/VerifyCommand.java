package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.Failure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.registry.ContentStore;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.layout.Layout;
import dev.assay.scan.Registries;
import dev.assay.sign.bundle.PredicateTypes;
import dev.assay.sign.image.Demands;
import dev.assay.sign.image.ImageCheck;
import dev.assay.sign.image.ImageVerdict;
import dev.assay.sign.image.RegistryStore;
import dev.assay.sign.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `assay verify REF…` and `assay verify-attestation REF…`.
public final class VerifyCommand {
  /// What `verify` takes.
  public static final List<FlagGroup> VERIFY =
      List.of(VerifyFlags.WHO, VerifyFlags.WHAT, VerifyFlags.TRUST, VerifyFlags.REGISTRY);

  /// What `verify-attestation` takes.
  public static final List<FlagGroup> ATTESTATION =
      List.of(VerifyFlags.WHO, VerifyFlags.STATEMENTS, VerifyFlags.TRUST, VerifyFlags.REGISTRY);

  /// What both take and help does not show.
  public static final List<Flag> HIDDEN = VerifyFlags.MOOT;

  private final SignCall call;
  private final Settings settings;
  private final boolean isAttestation;
  private final ImageCheck check;
  private final VerdictText text;
  private final int required;

  private VerifyCommand(SignCall call, boolean isAttestation) {
    this.call = call;
    this.settings = call.settings();
    this.isAttestation = isAttestation;
    List<Rule> rules = isAttestation ? rules(settings) : List.of();
    this.check = new ImageCheck(Trust.check(settings), demands());
    this.text = new VerdictText(call, isAttestation, rules);
    this.required = Math.max(1, settings.number(VerifyFlags.REQUIRE).orElse(1));
  }

  /// Verifies signatures.
  ///
  /// @return the exit code
  public static int signatures(SignCall call) throws IOException {
    return new VerifyCommand(call, false).run();
  }

  /// Verifies attestations.
  ///
  /// @return the exit code
  public static int attestations(SignCall call) throws IOException {
    return new VerifyCommand(call, true).run();
  }

  /// The rules of `--policy`: each itself, or in a file.
  ///
  /// @throws UsageFailure where one is none
  public static List<Rule> rules(Settings settings) {
    return settings.list(VerifyFlags.POLICY).stream()
        .map(said -> Files.isRegularFile(Path.of(said)) ? policyFile(Path.of(said)) : said)
        .map(Rule::compile)
        .toList();
  }

  private static String policyFile(Path file) {
    String name = file.toString();
    if (name.endsWith(".rego") || name.endsWith(".cue")) {
      throw new UsageFailure(
          "cannot use the policy " + name + ": rules are written in CEL here",
          "such as vulnerabilities == []");
    }
    return new String(FileBytes.read(file, 1 << 20), java.nio.charset.StandardCharsets.UTF_8);
  }

  private Demands demands() {
    return new Demands(
        ExpectedReader.read(settings, new KeyReader(call)::publicKey, call.progress()),
        annotations(settings.list(VerifyFlags.ANNOTATIONS)),
        isAttestation,
        isAttestation ? PredicateTypes.uri(settings.text(VerifyFlags.TYPE).orElse("custom")) : "",
        settings.isOn(VerifyFlags.ACCEPT_ATTESTATIONS),
        settings.isOn(VerifyFlags.CHECK_REPOSITORY));
  }

  /// `KEY=VALUE` each.
  public static Map<String, String> annotations(List<String> said) {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (String pair : said) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageFailure("cannot use the annotation `" + pair + "`", "write KEY=VALUE");
      }
      annotations.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return annotations;
  }

  private int run() throws IOException {
    if (call.operands().isEmpty()) {
      throw new UsageFailure("cannot verify nothing: name an image", call.help());
    }
    int worst = 0;
    Map<Boolean, List<ImageRef>> places =
        call.operands().stream()
            .map(this::place)
            .collect(Collectors.partitioningBy(ImageRef::isLayout));
    for (ImageRef layout : places.getOrDefault(true, List.of())) {
      worst = Math.max(worst, layout(layout).code());
    }
    List<ImageRef> refs = places.getOrDefault(false, List.of());
    if (refs.isEmpty()) {
      return worst;
    }
    List<String> hosts = refs.stream().map(ImageRef::host).distinct().toList();
    try (Http http = call.open(hosts)) {
      Registries registries = new Registries(http, settings.environment(), call.progress());
      for (ImageRef ref : refs) {
        ContentStore registry =
            registries.given(
                ref,
                RegistryFlags.read(settings, () -> PasswordInput.read(call)),
                Optional.empty());
        worst = Math.max(worst, image(registry, ref).code());
      }
    }
    settings.warnings().forEach(call.progress()::warn);
    return worst;
  }

  /// `--local-image` takes the folder as it is, also one with a colon in its name.
  private ImageRef place(String operand) {
    boolean isBare = settings.isOn(VerifyFlags.LOCAL_IMAGE) && !operand.startsWith("oci:");
    if (isBare && Files.isDirectory(Path.of(operand))) {
      return ImageRef.layout(operand);
    }
    return ImageRef.parsePlace(isBare ? "oci:" + operand : operand);
  }

  /// No network is asked, whatever holds.
  private SignCode layout(ImageRef ref) throws IOException {
    HttpSettings here =
        HttpSettings.standard("assay", settings.environment()).withProgress(call.progress());
    Layout layout = new Layout(Path.of(ref.repository()), here);
    Digest image = layout.manifest(ref).digest();
    return judged(ref.toString(), check.verify(new RegistryStore(layout, ref, ref), image));
  }

  private SignCode image(ContentStore registry, ImageRef ref) throws IOException {
    ImageVerdict verdict;
    try {
      Optional<PulledManifest> found = registry.findManifest(ref);
      if (found.isEmpty()) {
        call.say("error: cannot verify " + ref + ": there is no such image");
        return SignCode.NO_IMAGE;
      }
      // From here on the digest alone is asked for: the tag may move.
      Digest digest = found.get().digest();
      verdict = check.verify(new RegistryStore(registry, ref, tags(ref)), digest);
    } catch (Failure e) {
      call.say("error: cannot verify " + ref + ": " + e.getMessage());
      call.say("hint: " + e.advice());
      return SignCode.NO_ANSWER;
    }
    return judged(ref.toString(), verdict);
  }

  /// Cosign's variable for signatures that lie elsewhere.
  private ImageRef tags(ImageRef image) {
    String other = settings.environment().getOrDefault("COSIGN_REPOSITORY", "");
    return other.isEmpty() ? image : ImageRef.parse(other);
  }

  private SignCode judged(String name, ImageVerdict verdict) throws IOException {
    text.rejected(name, verdict);
    int held = text.accepted(name, verdict);
    if (held >= required) {
      return SignCode.HOLDS;
    }
    if (verdict.accepted().size() >= required) {
      call.say("error: no statement about " + name + " satisfies the policy");
      return SignCode.REFUSED;
    }
    String what = isAttestation ? "attestation" : "signature";
    String image = name + (name.contains("@") ? "" : "@" + verdict.image());
    if (verdict.isUnsigned()) {
      call.say("error: there is no " + what + " of " + image);
      return SignCode.NO_SIGNATURE;
    }
    call.say(
        verdict.accepted().isEmpty()
            ? "error: no " + what + " of " + image + " holds"
            : "error: "
                + verdict.accepted().size()
                + " "
                + what
                + "s of "
                + image
                + " hold, "
                + required
                + " are required");
    return verdict.lacksCertificate() ? SignCode.NO_CERTIFICATE : SignCode.NO_MATCH;
  }
}

package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.LoginFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.PulledManifest;
import dev.assay.scan.Registries;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.PredicateTypes;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.BundleWriter;
import dev.assay.sign.write.LegacyLayers;
import dev.assay.sign.write.SignatureWriter;
import dev.assay.sign.write.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `assay sign REF…` and `assay attest REF…`.
public final class SignCommand {
  /// What `sign` takes.
  public static final List<FlagGroup> SIGN =
      List.of(SignFlags.HOW, LoginFlags.GROUP, SignFlags.IMAGE, VerifyFlags.REGISTRY);

  /// What `attest` takes.
  public static final List<FlagGroup> ATTEST =
      List.of(SignFlags.HOW, LoginFlags.GROUP, SignFlags.ATTESTATION, VerifyFlags.REGISTRY);

  /// What both take and help does not show.
  public static final List<Flag> HIDDEN = SignFlags.MOOT;

  private static final int MAX_PREDICATE = 24 << 20;

  private final SignCall call;
  private final Settings settings;
  private final boolean isNew;

  private SignCommand(SignCall call) {
    this.call = call;
    this.settings = call.settings();
    this.isNew = settings.isOn(SignFlags.NEW_BUNDLE_FORMAT);
  }

  /// Signs images.
  ///
  /// @return the exit code
  public static int sign(SignCall call) throws IOException {
    return new SignCommand(call).run(SignCommand::sign);
  }

  /// Attests statements about images.
  ///
  /// @return the exit code
  public static int attest(SignCall call) throws IOException {
    return new SignCommand(call).run(SignCommand::attest);
  }

  /// What is done to one manifest.
  private interface Act {
    void apply(SignCommand command, Target target) throws IOException;
  }

  /// A manifest, and what signs it.
  private record Target(
      ContentStore registry,
      ImageRef ref,
      Descriptor manifest,
      Signing signing,
      BundleMaker maker) {
    Artifact artifact() {
      return new Artifact.Known(
          Hash.ofPlain(manifest.digest().algorithm()).orElseThrow(),
          Octets.of(HexFormat.of().parseHex(manifest.digest().hex())));
    }

    SignatureWriter writer(Map<String, String> environment) {
      String other = environment.getOrDefault("COSIGN_REPOSITORY", "");
      boolean isBeside = other.isEmpty() || ref.isLayout();
      return new SignatureWriter(registry, isBeside ? ref : ImageRef.parse(other));
    }
  }

  private int run(Act act) throws IOException {
    if (call.operands().isEmpty()) {
      throw new UsageFailure("cannot sign nothing: name an image", call.help());
    }
    List<ImageRef> refs = call.operands().stream().map(ImageRef::parsePlace).toList();
    try (Http http = call.open(refs.stream().map(ImageRef::host).distinct().toList())) {
      Registries registries = new Registries(http, settings.environment(), call.progress());
      Signing signing = new Signing(call, http);
      Optional<BundleMaker> maker = Optional.empty();
      for (ImageRef ref : refs) {
        ContentStore registry =
            registries.place(
                ref,
                RegistryFlags.read(settings, () -> PasswordInput.read(call)),
                Optional.empty());
        settings.warnings().forEach(call.progress()::warn);
        List<Descriptor> manifests = manifests(registry, ref);
        if (maker.isEmpty()) {
          maker = Optional.of(signing.maker());
        }
        for (Descriptor manifest : manifests) {
          act.apply(this, new Target(registry, ref, manifest, signing, maker.get()));
        }
      }
    }
    return 0;
  }

  /// The tag is resolved once; what is signed is the digest.
  private List<Descriptor> manifests(ContentStore registry, ImageRef ref) {
    PulledManifest top =
        registry
            .findManifest(ref)
            .orElseThrow(() -> new InputFailure("cannot sign " + ref + ": there is no such image"));
    List<Descriptor> manifests = new ArrayList<>(List.of(top.descriptor()));
    if (settings.isOn(SignFlags.RECURSIVE) && top.manifest() instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        manifests.add(registry.manifest(ref.at(child.digest())).descriptor());
      }
    }
    return manifests;
  }

  private static void sign(SignCommand command, Target target) throws IOException {
    command.signOne(target);
  }

  private void signOne(Target target) throws IOException {
    Map<String, String> annotations =
        VerifyCommand.annotations(settings.list(SignFlags.SIGNED_ANNOTATIONS));
    Digest image = target.manifest.digest();
    if (isNew) {
      Bundle bundle = target.maker.statement(Statements.signature(image, annotations));
      target.signing.check(bundle, target.artifact(), target.maker);
      attach(target, bundle, Statement.SIGNATURE);
      return;
    }
    byte[] payload = LegacyLayers.payload(target.ref.publicName(), image, annotations);
    Bundle bundle = target.maker.message(payload);
    target.signing.check(bundle, new Artifact.Content(Octets.of(payload)), target.maker);
    append(target, "sig", LegacyLayers.signature(bundle, payload));
  }

  private static void attest(SignCommand command, Target target) throws IOException {
    command.attestOne(target);
  }

  private void attestOne(Target target) throws IOException {
    String type = settings.text(VerifyFlags.TYPE).orElse("custom");
    byte[] statement =
        StatementInput.read(
            settings, new Statements.Subject(target.ref.publicName(), target.manifest.digest()));
    Bundle bundle = target.maker.statement(statement);
    target.signing.check(bundle, target.artifact(), target.maker);
    String predicateType =
        settings.isSet(SignFlags.STATEMENT)
            ? StatementInput.predicateType(statement)
            : PredicateTypes.uri(type);
    if (isNew) {
      attach(target, bundle, predicateType);
    } else {
      append(target, "att", LegacyLayers.attestation(bundle, predicateType));
    }
  }

  private void attach(Target target, Bundle bundle, String predicateType) throws IOException {
    String image = target.ref.name() + "@" + target.manifest.digest();
    if (!settings.isOn(SignFlags.UPLOAD)) {
      call.print(new String(BundleWriter.write(bundle), StandardCharsets.UTF_8) + "\n");
      return;
    }
    Digest digest =
        target
            .writer(settings.environment())
            .attach(target.manifest, bundle, predicateType)
            .digest();
    call.say("signed " + image + ": bundle " + digest);
  }

  private void append(Target target, String suffix, SignatureWriter.Layer layer)
      throws IOException {
    String image = target.ref.name() + "@" + target.manifest.digest();
    if (!settings.isOn(SignFlags.UPLOAD)) {
      call.print(new String(layer.content().bytes(), StandardCharsets.UTF_8) + "\n");
      return;
    }
    target.writer(settings.environment()).append(target.manifest.digest(), suffix, layer);
    call.say("signed " + image + ": under the tag that ends in ." + suffix);
  }

  /// A predicate, from a file or, for `-`, from standard input.
  static byte[] predicate(Settings settings) {
    String file =
        settings
            .text(SignFlags.PREDICATE)
            .orElseThrow(() -> new UsageFailure("cannot attest without `--predicate FILE`"));
    return FileBytes.read(Paths.of(file, settings.place(SignFlags.PREDICATE)), MAX_PREDICATE);
  }

  static Instant now() {
    return Instant.now();
  }

  static Path path(Settings settings, Flag flag) {
    return Paths.of(settings.text(flag).orElseThrow(), settings.place(flag));
  }
}

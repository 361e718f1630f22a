package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.net.Http;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.cert.SigningCertificate;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.key.LocalSigner;
import dev.assay.sign.key.Signer;
import dev.assay.sign.online.CertificateClient;
import dev.assay.sign.online.IdentityToken;
import dev.assay.sign.online.OnlineWitnesses;
import dev.assay.sign.trust.SigningConfig;
import dev.assay.sign.trust.SigningConfig.Service;
import dev.assay.sign.trust.Validity;
import dev.assay.sign.verdict.Refused;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Witnesses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who signs and who witnesses it, as the flags say.
final class Signing {
  private final SignCall call;
  private final Settings settings;
  private final Http http;
  private final SigningConfig config;
  private final boolean isPublic;
  private Optional<IdentityToken> known = Optional.empty();

  /// @param http for the services, and the registry
  Signing(SignCall call, Http http) {
    this.call = call;
    this.settings = call.settings();
    this.http = http;
    this.isPublic = !settings.isSet(SignFlags.SIGNING_CONFIG);
    this.config =
        isPublic
            ? Trust.services(settings)
            : read(
                Paths.of(
                    settings.text(SignFlags.SIGNING_CONFIG).orElse(""),
                    settings.place(SignFlags.SIGNING_CONFIG)));
  }

  private static SigningConfig read(Path file) {
    return SigningConfig.read(FileBytes.read(file, SigningConfig.MAX_BYTES), file.toString());
  }

  /// Signs, after asking where something becomes public.
  BundleMaker maker() {
    ask();
    return maker(isKeyless() ? keyless() : withKey());
  }

  /// Whether an identity signs, not a key.
  boolean isKeyless() {
    return key().isEmpty();
  }

  private Optional<String> key() {
    Optional<String> beside = settings.optional(SignFlags.SIGN).flatMap(key -> key);
    Optional<String> own = settings.text(SignFlags.KEY);
    if (beside.isPresent() && own.isPresent() && !beside.equals(own)) {
      throw new UsageFailure(
          "cannot sign with two keys, `" + SignFlags.SIGN + "` and `" + SignFlags.KEY + "`");
    }
    return own.or(() -> beside);
  }

  /// Asks where something becomes public, unless the user said so before.
  void ask() {
    boolean publishes = isPublic && (isKeyless() || !logs().isEmpty()) && !hasOwnServices();
    if (publishes && !settings.isOn(SignFlags.YES)) {
      confirm();
    }
  }

  /// What signs as that identity.
  BundleMaker maker(SigningIdentity identity) {
    List<Service> logs = logs();
    List<URI> timestampers = timestampers(isKeyless(), logs);
    Witnesses witnesses =
        logs.isEmpty() && timestampers.isEmpty()
            ? Witnesses.NONE
            : new OnlineWitnesses(http, logs, timestampers);
    return new BundleMaker(identity, witnesses);
  }

  private boolean hasOwnServices() {
    return settings.isSet(SignFlags.REKOR_URL)
        && (!isKeyless() || settings.isSet(SignFlags.FULCIO_URL));
  }

  private void confirm() {
    call.say(
        "this publishes the signature, and with it who signed what, in Sigstore's public"
            + " transparency log, for ever");
    Optional<String> answer = call.ask("go on? [y/N] ");
    if (answer
        .filter(text -> List.of("y", "yes").contains(text.strip().toLowerCase(Locale.ROOT)))
        .isEmpty()) {
      throw new UsageFailure(
          "cannot sign: nobody said that it may be made public",
          "give --yes, or --tlog-upload=false with --key");
    }
  }

  /// The key that is named.
  SigningIdentity withKey() {
    return new SigningIdentity(new KeyReader(call).signer(key().orElseThrow()), List.of());
  }

  /// A key for this one signature, and a certificate that says whose it is.
  SigningIdentity keyless() {
    IdentityToken token = token();
    Signer key = LocalSigner.generate();
    URI authority =
        settings
            .text(SignFlags.FULCIO_URL)
            .map(text -> url(text, SignFlags.FULCIO_URL))
            .orElseGet(() -> first(config.authorities(), "certificate authority"));
    call.say("signing as " + token.subject());
    return new SigningIdentity(key, new CertificateClient(http, authority).certify(key, token));
  }

  /// Whoever we are; asked for once, as somebody may have to log in for it.
  IdentityToken token() {
    IdentityToken token = known.orElseGet(() -> new Identity(call, http).token());
    known = Optional.of(token);
    return token;
  }

  private static URI url(String text, Flag flag) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("cannot use `" + flag + "`: it is no URL");
    }
  }

  private static URI first(List<Service> services, String what) {
    List<Service> chosen =
        SigningConfig.chosen(services, SigningConfig.Selector.ANY, Instant.now());
    if (chosen.isEmpty()) {
      throw new UsageFailure("cannot sign: the signing configuration has no " + what);
    }
    return chosen.getFirst().url();
  }

  private List<Service> logs() {
    if (!settings.isOn(SignFlags.TLOG_UPLOAD)) {
      return List.of();
    }
    Optional<String> said = settings.text(SignFlags.REKOR_URL);
    if (said.isPresent()) {
      Validity always = new Validity(Optional.of(Instant.EPOCH), Optional.empty());
      return List.of(new Service(url(said.get(), SignFlags.REKOR_URL), 1, always));
    }
    return SigningConfig.chosen(config.logs(), config.logSelector(), Instant.now());
  }

  /// The second version of the log signs no time, and a certificate needs one.
  private List<URI> timestampers(boolean isKeyless, List<Service> logs) {
    Optional<String> said = settings.text(SignFlags.TIMESTAMP_URL);
    if (said.isPresent()) {
      return List.of(url(said.get(), SignFlags.TIMESTAMP_URL));
    }
    boolean isNeeded =
        !isPublic || (isKeyless && logs.stream().allMatch(log -> log.version() == 2));
    if (!isNeeded || hasOwnServices()) {
      return List.of();
    }
    return SigningConfig.chosen(config.timestampers(), config.timestampSelector(), Instant.now())
        .stream()
        .map(Service::url)
        .toList();
  }

  /// Verifies what was made, as anybody will: what does not hold is not handed out.
  ///
  /// @throws RemoteFailure where a service gave something that does not hold
  void check(Bundle bundle, Artifact artifact, BundleMaker maker) {
    boolean isLogged = !bundle.entries().isEmpty();
    if (!hasRoot() || (!isLogged && maker.chain().isEmpty())) {
      return;
    }
    try {
      Expected who = signer(maker);
      new BundleCheck(Trust.root(settings), new Strictness(!isLogged, false), Instant.now())
          .verify(bundle, artifact, who);
    } catch (Refused e) {
      throw new RemoteFailure(
          "cannot sign: what the services answered does not hold: "
              + e.reason().code()
              + ": "
              + e.detail(),
          "check that --signing-config and --trusted-root are of the same instance");
    }
  }

  /// Whether it is known whose logs and certificates to trust.
  boolean hasRoot() {
    return settings.isSet(VerifyFlags.TRUSTED_ROOT) || (isPublic && !hasOwnServices());
  }

  /// The verifier of what is signed here, as of now.
  BundleCheck verifier() {
    boolean isLogged = !logs().isEmpty() && hasRoot();
    return new BundleCheck(Trust.root(settings), new Strictness(!isLogged, false), Instant.now());
  }

  /// Who signs.
  ///
  /// @throws Refused where the certificate cannot be read
  static Expected signer(BundleMaker maker) throws Refused {
    return maker.chain().isEmpty()
        ? new Expected.ByKey(maker.publicKey())
        : anybody(SigningCertificate.read(maker.chain().getFirst().bytes()));
  }

  private static Expected anybody(SigningCertificate certificate) throws Refused {
    return new Expected.ByIdentity(
        new TextMatch.Exact(certificate.identities().getFirst()),
        new TextMatch.Exact(certificate.issuer()),
        Map.of());
  }
}

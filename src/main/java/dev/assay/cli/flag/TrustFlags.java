package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Origin;
import dev.assay.failure.UsageFailure;
import dev.assay.scan.TrustPolicy;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.tuf.TrustUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who may say what is in an image that is not read.
public final class TrustFlags {
  public static final Flag KEY =
      Flag.list("trust-key", "FILE,…", "believe inventories signed with one of these public keys")
          .key("trust.key")
          .from(Origin.ASSAY);
  public static final Flag IDENTITY =
      text("trust-identity", "TEXT", "believe inventories signed by this address or URI")
          .key("trust.identity");
  public static final Flag IDENTITY_REGEXP =
      text("trust-identity-regexp", "REGEXP", "the same as an expression in Go's syntax")
          .key("trust.identity-regexp");
  public static final Flag ISSUER =
      text("trust-issuer", "URL", "who must have vouched for that identity").key("trust.issuer");
  public static final Flag ROOT =
      text("trust-root", "FILE", "certificates and logs to trust, not Sigstore's public instance")
          .key("trust.root");

  public static final FlagGroup GROUP =
      new FlagGroup("Trust", List.of(KEY, IDENTITY, IDENTITY_REGEXP, ISSUER, ROOT));

  private static final String FETCHED = "trust/" + TrustUpdate.TRUSTED_ROOT;

  private TrustFlags() {}

  private static Flag text(String name, String label, String text) {
    return Flag.text(name, label, text).from(Origin.ASSAY);
  }

  /// What `assay trust update` has fetched, for where no flag names another.
  public static Optional<Path> fetched(Settings settings) {
    return Optional.of(GlobalFlags.cacheFolder(settings).resolve(FETCHED)).filter(Files::exists);
  }

  /// Whom the user trusts.
  ///
  /// @throws UsageFailure where a name comes without who vouches for it, or the other way round
  public static TrustPolicy read(Settings settings) {
    return new TrustPolicy(
        settings.list(KEY).stream().map(file -> Paths.of(file, settings.place(KEY))).toList(),
        identity(settings),
        settings
            .text(ROOT)
            .map(file -> Paths.of(file, settings.place(ROOT)))
            .or(() -> fetched(settings)));
  }

  private static Optional<TrustPolicy.Identity> identity(Settings settings) {
    Optional<String> exact = settings.text(IDENTITY);
    Optional<String> expression = settings.text(IDENTITY_REGEXP);
    Optional<String> issuer = settings.text(ISSUER);
    if (exact.isEmpty() && expression.isEmpty() && issuer.isEmpty()) {
      return Optional.empty();
    }
    if (issuer.isEmpty() || exact.isPresent() == expression.isPresent()) {
      throw new UsageFailure(
          "cannot trust an identity without `--trust-issuer` and one of `--trust-identity` and"
              + " `--trust-identity-regexp`");
    }
    TextMatch name =
        exact.isPresent()
            ? new TextMatch.Exact(exact.get())
            : TextMatch.expression(expression.orElse(""), IDENTITY_REGEXP.toString());
    return Optional.of(new TrustPolicy.Identity(name, new TextMatch.Exact(issuer.get())));
  }
}

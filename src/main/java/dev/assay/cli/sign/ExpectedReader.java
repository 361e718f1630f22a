package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.crypto.VerifyKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Who must have signed, as the flags say. Nobody in particular is no answer.
final class ExpectedReader {
  /// Fulcio's numbers of GitHub's claims.
  private static final Map<Flag, Integer> CLAIMS =
      Map.of(
          VerifyFlags.WORKFLOW_TRIGGER, 2,
          VerifyFlags.WORKFLOW_SHA, 3,
          VerifyFlags.WORKFLOW_NAME, 4,
          VerifyFlags.WORKFLOW_REPOSITORY, 5,
          VerifyFlags.WORKFLOW_REF, 6);

  private static final String HINT =
      "give --key, or --certificate-identity and --certificate-oidc-issuer";

  private ExpectedReader() {}

  /// @param keys reads the key that a reference names
  static Expected read(Settings settings, Function<String, VerifyKey> keys, Progress progress) {
    boolean hasIdentity =
        List.of(
                VerifyFlags.IDENTITY,
                VerifyFlags.IDENTITY_REGEXP,
                VerifyFlags.ISSUER,
                VerifyFlags.ISSUER_REGEXP)
            .stream()
            .anyMatch(settings::isSet);
    if (settings.text(VerifyFlags.KEY).isPresent()) {
      if (hasIdentity) {
        throw new UsageFailure("cannot verify with a key and an identity at once", HINT);
      }
      return new Expected.ByKey(keys.apply(settings.text(VerifyFlags.KEY).orElseThrow()));
    }
    TextMatch identity = match(settings, VerifyFlags.IDENTITY, VerifyFlags.IDENTITY_REGEXP);
    TextMatch issuer = match(settings, VerifyFlags.ISSUER, VerifyFlags.ISSUER_REGEXP);
    warn(identity, VerifyFlags.IDENTITY_REGEXP, progress);
    warn(issuer, VerifyFlags.ISSUER_REGEXP, progress);
    Map<Integer, String> claims = new HashMap<>();
    CLAIMS.forEach(
        (flag, number) -> settings.text(flag).ifPresent(text -> claims.put(number, text)));
    return new Expected.ByIdentity(identity, issuer, claims);
  }

  private static TextMatch match(Settings settings, Flag exact, Flag regexp) {
    if (settings.isSet(exact) == settings.isSet(regexp)) {
      throw new UsageFailure(
          "cannot verify without "
              + (settings.isSet(exact) ? "choosing one of " : "")
              + "`"
              + exact
              + "` or `"
              + regexp
              + "`",
          HINT);
    }
    if (settings.isSet(regexp)) {
      return TextMatch.expression(settings.text(regexp).orElse(""), regexp.toString());
    }
    String text = settings.text(exact).orElse("");
    if (text.isEmpty()) {
      throw new UsageFailure("cannot verify with an empty `" + exact + "`", HINT);
    }
    return new TextMatch.Exact(text);
  }

  private static void warn(TextMatch match, Flag flag, Progress progress) {
    if (match instanceof TextMatch.Expression expression && expression.isUnanchored()) {
      progress.warn(
          "the expression of `"
              + flag
              + "` has no ^ at its beginning: it also matches inside of foreign addresses");
    }
  }
}

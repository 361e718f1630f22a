package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.net.Http;
import dev.assay.ship.Signatory;
import dev.assay.sign.check.Expected;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.verdict.Refused;
import dev.assay.sign.write.BundleMaker;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Who signs what `assay ship` promotes, as the flags say.
public final class ShipSigning {
  private static final List<Flag> IDLE =
      List.of(
          SignFlags.YES,
          SignFlags.TLOG_UPLOAD,
          SignFlags.IDENTITY_TOKEN,
          SignFlags.SIGNING_CONFIG,
          SignFlags.FULCIO_URL,
          SignFlags.REKOR_URL,
          SignFlags.TIMESTAMP_URL,
          SignFlags.SIGNED_ANNOTATIONS);

  private ShipSigning() {}

  /// Sees to it that it can be signed before anything else is done: the key is read, or an identity
  /// found, and whoever must agree to something becoming public is asked. A certificate, which
  /// lasts for minutes, is fetched when the signatory is.
  ///
  /// @param isRehearsal nothing is asked and nothing made public
  /// @return empty where nobody signs
  /// @throws UsageFailure where it cannot be told who signs
  public static Optional<Supplier<Signatory>> prepare(
      SignCall call, Http http, boolean isRehearsal) {
    if (!isAsked(call.settings())) {
      return Optional.empty();
    }
    Signing signing = new Signing(call, http);
    if (!isRehearsal) {
      signing.ask();
    }
    return Optional.of(signing.isKeyless() ? keyless(signing, isRehearsal) : withKey(signing));
  }

  /// Whether anything is to be signed.
  ///
  /// @throws UsageFailure where nothing is, and a flag says how
  public static boolean isAsked(Settings settings) {
    boolean isAsked =
        settings.optional(SignFlags.SIGN).isPresent() || settings.isSet(SignFlags.KEY);
    if (!isAsked) {
      IDLE.stream().filter(settings::isTyped).findFirst().ifPresent(ShipSigning::refuse);
    }
    return isAsked;
  }

  private static void refuse(Flag flag) {
    throw new UsageFailure(
        "cannot use `" + flag + "` where nothing is signed", "add --sign, or --sign=KEY");
  }

  private static Supplier<Signatory> withKey(Signing signing) {
    BundleMaker maker = signing.maker(signing.withKey());
    String name =
        "key sha256:" + HexFormat.of().formatHex(Hash.SHA256.of(maker.publicKey().spki()));
    return () ->
        new Signatory(name, Optional.of(maker), Optional.of(signer(maker)), signing::verifier);
  }

  private static Supplier<Signatory> keyless(Signing signing, boolean isRehearsal) {
    if (!signing.hasRoot()) {
      throw new UsageFailure(
          "cannot verify what these services sign without knowing whom to trust",
          "give the same instance's --trusted-root");
    }
    String name = signing.token().subject();
    if (isRehearsal) {
      return () -> new Signatory(name, Optional.empty(), Optional.empty(), signing::verifier);
    }
    return () -> {
      BundleMaker maker = signing.maker(signing.keyless());
      Expected who = signer(maker);
      String certified = who instanceof Expected.ByIdentity id ? id.identity().text() : name;
      return new Signatory(certified, Optional.of(maker), Optional.of(who), signing::verifier);
    };
  }

  private static Expected signer(BundleMaker maker) {
    try {
      return Signing.signer(maker);
    } catch (Refused e) {
      throw new RemoteFailure("cannot sign: the certificate that came is no good: " + e.detail());
    }
  }
}

package dev.assay.ship;

import dev.assay.failure.RemoteFailure;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ImageCopy.Side;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.Expected;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.image.Demands;
import dev.assay.sign.image.ImageCheck;
import dev.assay.sign.image.ImageVerdict;
import dev.assay.sign.image.Rejected;
import dev.assay.sign.verdict.Refused;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.SignatureWriter;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// A statement about an image stands beside it, signed by this signatory: that it is signed, or
/// what was found out about it. One that is there and holds is not made again.
final class SignStep implements Step {
  private final Side target;
  private final Descriptor image;
  private final Said said;
  private final Signatory signatory;

  /// @param said what is to be signed
  SignStep(Side target, Descriptor image, Said said, Signatory signatory) {
    this.target = target;
    this.image = image;
    this.said = said;
    this.signatory = signatory;
  }

  @Override
  public String name() {
    return said.isAttestation() ? "attest" : "sign";
  }

  @Override
  public String subject() {
    return (said.isAttestation() ? said.word() + " of " : "")
        + image.digest()
        + " by "
        + signatory.name();
  }

  @Override
  public boolean isThere(Shelf shelf) {
    return signatory.who().isPresent()
        && judge(shelf, signatory.who().get()).accepted().stream().anyMatch(said::isSaidBy);
  }

  private ImageVerdict judge(Shelf shelf, Expected who) {
    Demands demands =
        new Demands(
            who, said.annotations(), said.isAttestation(), said.predicateType(), false, true);
    return new ImageCheck(signatory.check().get(), demands).verify(shelf, image.digest());
  }

  @Override
  public String run() {
    BundleMaker maker = signatory.maker().orElseThrow();
    Bundle bundle = maker.statement(said.statement().bytes());
    Artifact artifact =
        new Artifact.Known(
            Hash.ofPlain(image.digest().algorithm()).orElseThrow(),
            Octets.of(HexFormat.of().parseHex(image.digest().hex())));
    try {
      signatory.check().get().verify(bundle, artifact, signatory.who().orElseThrow());
    } catch (Refused e) {
      throw new RemoteFailure(
          "cannot sign: what the services answered does not hold: "
              + e.reason().code()
              + ": "
              + e.detail(),
          "check that --signing-config and --trusted-root are of the same instance");
    }
    return subject()
        + ": "
        + new SignatureWriter(target.registry(), target.ref())
            .attach(image, bundle, said.predicateType())
            .digest();
  }

  @Override
  public void verify(Shelf shelf) {
    ImageVerdict verdict = judge(shelf, signatory.who().orElseThrow());
    if (verdict.accepted().stream().noneMatch(said::isSaidBy)) {
      throw new RemoteFailure(
          "cannot promote "
              + target.ref().at(image.digest())
              + ": what stands there does not hold: no "
              + (said.isAttestation() ? "statement of " + said.word() : "signature")
              + " by "
              + signatory.name()
              + verdict.rejected().stream()
                  .limit(3)
                  .map(SignStep::words)
                  .collect(Collectors.joining()),
          "ask `assay verify` about " + target.ref().at(image.digest()));
    }
  }

  private static String words(Rejected rejected) {
    return "; " + rejected.place() + ": " + rejected.reason().code() + ": " + rejected.detail();
  }
}

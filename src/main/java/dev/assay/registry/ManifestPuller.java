package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Reads a manifest by tag or digest and checks that the bytes are those that were asked for and
/// announced.
final class ManifestPuller implements Endpoint<PulledManifest> {
  private final ImageRef ref;

  ManifestPuller(ImageRef ref) {
    this.ref = ref;
  }

  @Override
  public Request request(URI base) {
    return Request.get("manifest", path(base, ref))
        .with("Accept", String.join(", ", MediaTypes.MANIFESTS));
  }

  static URI path(URI base, ImageRef ref) {
    return base.resolve("/v2/" + ref.repository() + "/manifests/" + ref.identifier());
  }

  @Override
  public PulledManifest read(Response response) throws IOException {
    String what = "manifest of " + ref;
    byte[] content = response.readAtMost(Manifest.MAX_BYTES, what);
    if (content.length == 0) {
      throw new InputFailure(
          "cannot read " + what + ": the answer is empty",
          "the registry has lost it, or something on the way ate it: try again, or push it again");
    }
    WebPage.refuse(response, content, action());
    Optional<String> announced = response.header("Docker-Content-Digest");
    if (announced.isPresent()) {
      Digest digest =
          Descriptor.digest(
              Printable.of(announced.get(), 200), what + ": header Docker-Content-Digest");
      check(content, digest, what, "the registry announces");
    }
    if (ref.digest().isPresent()) {
      check(content, ref.digest().get(), what, "asked for was");
    }
    String mediaType = response.header("Content-Type").orElse("");
    return new PulledManifest(
        content,
        Manifest.parse(content, mediaType, what),
        ref.digest().orElseGet(() -> Digest.sha256(content)),
        response.header("ETag").orElse(""));
  }

  private static void check(byte[] content, Digest expected, String what, String who) {
    Digest actual = expected.ofSame(content);
    if (!actual.equals(expected)) {
      throw new InputFailure(
          "cannot trust " + what + ": its digest is " + actual + ", " + who + " " + expected,
          "the registry or something on the way to it changes what it serves");
    }
  }

  @Override
  public String scope() {
    return "repository:" + ref.repository() + ":pull";
  }

  @Override
  public String action() {
    return "read manifest of " + ref;
  }
}

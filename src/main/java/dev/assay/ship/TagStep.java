package dev.assay.ship;

import dev.assay.failure.Failure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.registry.Descriptor;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.ImageCopy;
import dev.assay.registry.artifact.ImageCopy.Side;
import java.util.Optional;

/// The destination's tag names the image: the last step, after which everybody uses it.
final class TagStep implements Step {
  private final Side source;
  private final Side target;
  private final PulledManifest top;
  private final Progress progress;

  TagStep(Side source, Side target, PulledManifest top, Progress progress) {
    this.source = source;
    this.target = target;
    this.top = top;
    this.progress = progress;
  }

  @Override
  public String name() {
    return "promote";
  }

  @Override
  public String subject() {
    return tag() + " is " + top.digest();
  }

  private ImageRef tag() {
    return target.ref();
  }

  private Optional<Digest> now() {
    return target.registry().look(tag()).map(Descriptor::digest);
  }

  @Override
  public boolean isThere(Shelf shelf) {
    return now().filter(top.digest()::equals).isPresent();
  }

  @Override
  public String run() {
    Optional<Digest> before = now();
    try {
      new ImageCopy(source, target, false, progress).name(top);
    } catch (Failure e) {
      throw before.isEmpty() ? e : kept(before.get(), e);
    }
    return subject() + before.map(digest -> ", was " + digest).orElse("");
  }

  /// Registries tell it in many ways that a tag is not to change.
  private RemoteFailure kept(Digest before, Failure e) {
    RemoteFailure failure =
        new RemoteFailure(
            "cannot promote "
                + tag()
                + ": the tag names "
                + before
                + " there, and the registry does not let it name "
                + top.digest()
                + " instead: "
                + e.getMessage(),
            "where tags are immutable, promote under another: all else is in place already");
    failure.initCause(e);
    return failure;
  }

  @Override
  public void verify(Shelf shelf) {
    Optional<Digest> after = now();
    if (!after.equals(Optional.of(top.digest()))) {
      throw new RemoteFailure(
          "cannot promote "
              + tag()
              + ": the registry took "
              + top.digest()
              + ", and the tag names "
              + after.map(Digest::toString).orElse("nothing"),
          "somebody else may have moved it: run it again");
    }
  }
}

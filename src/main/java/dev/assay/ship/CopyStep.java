package dev.assay.ship;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Progress;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.ImageCopy;
import dev.assay.registry.artifact.ImageCopy.Copied;
import dev.assay.registry.artifact.ImageCopy.Side;

/// The image and all that refers to it is there, under its digest alone.
final class CopyStep implements Step {
  private final Side source;
  private final Side target;
  private final PulledManifest top;
  private final Progress progress;
  private String missing = "";

  CopyStep(Side source, Side target, PulledManifest top, Progress progress) {
    this.source = source;
    this.target = target;
    this.top = top;
    this.progress = progress;
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public String subject() {
    return target.ref().at(top.digest()) + missing;
  }

  @Override
  public boolean isThere(Shelf shelf) {
    Copied survey = new ImageCopy(source, target, true, progress).survey(top);
    missing = survey.isNothing() ? "" : ": " + words(survey);
    return survey.isNothing();
  }

  @Override
  public String run() {
    Copied copied = new ImageCopy(source, target, true, progress).bring(top);
    return target.ref().at(top.digest()) + ": " + words(copied);
  }

  private static String words(Copied copied) {
    return copied.stored()
        + " of "
        + copied.manifests()
        + " manifests, "
        + copied.sent()
        + " blobs sent ("
        + copied.sentBytes()
        + " bytes), "
        + copied.mounted()
        + " taken over by the registry";
  }

  /// The manifest is read again, and its bytes hold; all that it names is there.
  @Override
  public void verify(Shelf shelf) {
    target.registry().manifest(target.ref().at(top.digest()));
    Copied survey = new ImageCopy(source, target, false, progress).survey(top);
    if (!survey.isNothing()) {
      throw new RemoteFailure(
          "cannot promote "
              + target.ref().at(top.digest())
              + ": the registry took it and does not have it: "
              + words(survey),
          "run it again: what is there is not sent twice");
    }
  }
}

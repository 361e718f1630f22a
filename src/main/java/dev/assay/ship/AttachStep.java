package dev.assay.ship;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.ArtifactDraft;
import dev.assay.registry.artifact.ImageCopy.Side;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.Referrers;
import java.util.Optional;

/// A document is attached to an image, so that whoever asks the registry finds it. The same
/// document makes the same artifact, whoever attaches it when.
final class AttachStep implements Step {
  private final Side target;
  private final Document document;
  private final ArtifactDraft draft;
  private final Digest digest;

  AttachStep(Side target, Document document) {
    this.target = target;
    this.document = document;
    this.draft = document.draft();
    this.digest = Digest.sha256(draft.manifest());
  }

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public String subject() {
    return document.word() + " to " + document.image().digest() + ": " + digest;
  }

  @Override
  public boolean isThere(Shelf shelf) {
    return listed().isPresent()
        && draft.parts().stream()
            .allMatch(part -> target.registry().hasBlob(target.ref(), part.descriptor().digest()));
  }

  private ReferrerQuery query() {
    return new ReferrerQuery(target.ref(), document.image().digest(), "");
  }

  private Optional<Referrer> listed() {
    return new Referrers(target.registry())
        .list(query()).referrers().stream()
            .filter(referrer -> referrer.descriptor().digest().equals(digest))
            .findFirst();
  }

  @Override
  public String run() {
    draft.attach(target.registry(), target.ref());
    return subject();
  }

  @Override
  public void verify(Shelf shelf) {
    Referrer referrer = listed().orElseThrow(() -> lost("it is not in the registry's list"));
    PulledManifest pulled = new Referrers(target.registry()).open(query(), referrer);
    if (pulled.manifest() instanceof ImageManifest manifest) {
      manifest.layers().forEach(layer -> shelf.blob(layer, document.content().size()));
    }
  }

  private RemoteFailure lost(String problem) {
    return new RemoteFailure(
        "cannot promote "
            + target.ref().at(document.image().digest())
            + ": "
            + document.word()
            + " was attached and "
            + problem,
        "run it again: what is there is not sent twice");
  }
}

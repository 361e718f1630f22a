package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.RegistryImage;
import dev.assay.image.source.ImageInput;
import dev.assay.image.source.InputRequest;
import dev.assay.image.source.OpenedImage;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.registry.aws.EcrHost;
import dev.assay.scan.Assessment.Artifact;
import dev.assay.scan.Assessment.Judged;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.RungChoice;
import dev.assay.scan.ScanOptions.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// One image, from where it is kept to its verdict.
final class ImageScan {
  private static final String IMAGE = "container_image";

  private final Session session;
  private final LayerAnalysis layers;
  private final ImageAnalysis analysis;

  ImageScan(Session session) {
    this.session = session;
    this.layers = session.layers();
    this.analysis = session.images(layers);
  }

  /// The image under a reference.
  Judged reference(ImageRef ref, String typed) throws IOException {
    ReceiptDraft receipt = new ReceiptDraft(session.network().http().log().requests());
    try (OpenedSource image = open(ref)) {
      receipt.lap("resolve");
      return scan(typed, image.opened(), receipt);
    }
  }

  /// The image in an archive or layout.
  Judged input(String where, InputStream standardInput) throws IOException {
    ReceiptDraft receipt = new ReceiptDraft(session.network().http().log().requests());
    OpenedImage opened = ImageInput.open(where, standardInput, request(Optional.empty()));
    try (OpenedSource image = new OpenedSource(opened)) {
      receipt.lap("open");
      return scan(where.equals("-") ? "standard input" : where, image.opened(), receipt);
    }
  }

  /// Closes the image with itself.
  private record OpenedSource(OpenedImage opened) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      opened.source().close();
    }
  }

  private InputRequest request(Optional<String> name) {
    ScanOptions options = session.options();
    return new InputRequest(
        options.subject().platform(),
        name,
        layers,
        options.analysis().limits(),
        session.progress());
  }

  private OpenedSource open(ImageRef ref) throws IOException {
    Subject subject = session.options().subject();
    if (subject.ecr() && EcrHost.parse(ref.host()).isEmpty()) {
      throw new UsageFailure(
          "cannot scan " + ref + " with `ecr`: " + ref.host() + " is no ECR registry",
          "write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or use `assay image`");
    }
    for (ImageOrigin origin :
        subject.ecr() ? java.util.List.of(ImageOrigin.REMOTE) : subject.sources()) {
      Optional<OpenedSource> found =
          switch (origin) {
            case DOCKER -> Optional.empty();
            case REMOTE -> Optional.of(remote(ref));
          };
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new InputFailure(
        "cannot find " + ref + ": no Docker daemon has it", "add `remote` to --image-src");
  }

  private OpenedSource remote(ImageRef ref) {
    RegistryImage image =
        RegistryImage.open(
            session.network().registry(ref),
            ref,
            session.options().subject().platform(),
            digest -> analysis.known(digest).map(known -> known.facts()));
    return new OpenedSource(new OpenedImage(image, Map.of()));
  }

  private Judged scan(String name, OpenedImage image, ReceiptDraft receipt) throws IOException {
    Analysed analysed = analysis.read(image.source(), image.read());
    receipt.lap("layers");
    check(analysed.rung(), name);
    ImageFacts facts = image.source().facts();
    receipt.read(
        analysed.rung(),
        analysed.layers(),
        facts.sizeBytes(),
        session.network().http().log().requests());
    Artifact artifact =
        new Artifact(
            name,
            IMAGE,
            Optional.of(facts),
            analysed.inventory(),
            Optional.of(analysed.evidence()));
    return session.judge(artifact, receipt);
  }

  /// `--analysis known` and `reused` promise that no layer is streamed.
  private void check(String rung, String name) {
    RungChoice choice = session.options().analysis().rung();
    boolean isPromised =
        switch (choice) {
          case AUTO, FULL, STREAMED -> true;
          case KNOWN -> rung.equals("known");
          case REUSED -> !rung.equals("streamed");
          case ATTACHED, INDEXED -> false;
        };
    if (!isPromised) {
      throw new InputFailure(
          "cannot scan "
              + name
              + " by `--analysis "
              + choice.name().toLowerCase(java.util.Locale.ROOT)
              + "`: it had to be "
              + rung,
          "leave `--analysis` out to read what is not known yet");
    }
  }
}

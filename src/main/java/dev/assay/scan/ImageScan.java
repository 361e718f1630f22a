package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.AnalysisCache.KnownImage;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.image.ImageSource;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.RegistryImage;
import dev.assay.image.source.DaemonImage;
import dev.assay.image.source.DockerDaemon;
import dev.assay.image.source.ImageInput;
import dev.assay.image.source.InputRequest;
import dev.assay.image.source.OpenedImage;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.model.PlatformChoice;
import dev.assay.policy.Outcome;
import dev.assay.registry.ContentStore;
import dev.assay.registry.aws.EcrHost;
import dev.assay.scan.Assessment.Artifact;
import dev.assay.scan.Assessment.Judged;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.RungChoice;
import dev.assay.scan.ScanOptions.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One image, from where it is kept to its verdict.
final class ImageScan {
  /// Trivy's word.
  static final String TYPE = "container_image";

  private final Session session;
  private final LayerAnalysis layers;
  private final ImageAnalysis analysis;
  private final Attestation attestation;

  ImageScan(Session session) {
    this.session = session;
    this.layers = session.layers();
    boolean isFull = session.options().analysis().rung() == RungChoice.FULL;
    this.analysis = session.images(isFull ? layers : layers.withoutDiffIds());
    this.attestation = new Attestation(session.options(), session.progress());
  }

  /// An image that has been read, now or before.
  ///
  /// @param whole where all of it can be read, if it was not
  private record Found(ImageFacts facts, Analysed analysed, Optional<RegistryImage> whole) {
    Found(ImageFacts facts, Analysed analysed) {
      this(facts, analysed, Optional.empty());
    }
  }

  /// The image under a reference.
  ///
  /// @param typed what it is called in the report
  /// @param platform which image of an index; where each was wanted, the one that this is
  Judged reference(ImageRef ref, String typed, PlatformChoice platform) throws IOException {
    checkVerb(ref);
    ReceiptDraft receipt = new ReceiptDraft(session.network().http().log().requests());
    Subject subject = session.options().subject();
    boolean isOfIndex = subject.platform().isEach();
    List<ImageOrigin> origins =
        subject.ecr() || isOfIndex || ref.isLayout()
            ? List.of(ImageOrigin.REMOTE)
            : subject.sources();
    for (ImageOrigin origin : origins) {
      Optional<Found> found =
          switch (origin) {
            case DOCKER -> daemon(ref, receipt);
            case REMOTE -> Optional.of(remote(ref, platform, receipt));
          };
      if (found.isPresent()) {
        Judged judged = judge(typed, found.get(), receipt);
        return mustReadAll(found.get(), judged)
            ? judge(typed, readAll(found.get(), receipt), receipt)
            : judged;
      }
    }
    throw new InputFailure(
        "cannot find " + ref + ": no Docker daemon has it", "add `remote` to --image-src");
  }

  /// Parts of layers may show that something is there, never that nothing is: where a gate would
  /// have to rely on that, the rest is read after all.
  private boolean mustReadAll(Found found, Judged judged) {
    return found.whole().isPresent()
        && judged.verdict().outcome() == Outcome.INCOMPLETE
        && session.options().analysis().rung() == RungChoice.AUTO;
  }

  private Found readAll(Found found, ReceiptDraft receipt) throws IOException {
    RegistryImage image = found.whole().orElseThrow();
    session.progress().debug("nothing found in parts of the layers: reading all of them");
    Found all = new Found(image.facts(), session.wholeImages(layers.withoutDiffIds()).read(image));
    receipt.lap("layers");
    return all;
  }

  private void checkVerb(ImageRef ref) {
    if (session.options().subject().ecr() && EcrHost.parse(ref.host()).isEmpty()) {
      throw new UsageFailure(
          "cannot scan " + ref + " with `ecr`: " + ref.host() + " is no ECR registry",
          "write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or use `assay image`");
    }
  }

  /// The image in an archive or layout.
  Judged input(String where, InputStream standardInput) throws IOException {
    ReceiptDraft receipt = new ReceiptDraft(session.network().http().log().requests());
    OpenedImage opened = ImageInput.open(where, standardInput, request(Optional.empty()));
    receipt.lap("open");
    return judge(inputName(where), read(opened, receipt), receipt);
  }

  /// What an archive is called in reports.
  static String inputName(String where) {
    return where.equals("-") ? "standard input" : where;
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

  private Optional<Found> daemon(ImageRef ref, ReceiptDraft receipt) throws IOException {
    Subject subject = session.options().subject();
    Optional<DaemonImage> image =
        DockerDaemon.find(
                subject.dockerHost(), session.options().environment(), session.network().http())
            .flatMap(daemon -> daemon.find(ref, subject.platform()));
    if (image.isEmpty()) {
      return Optional.empty();
    }
    receipt.lap("resolve");
    // What the daemon calls its image is what it was kept under when it was read before.
    Optional<KnownImage> known = image.get().id().flatMap(local()::known);
    return Optional.of(
        known.isPresent()
            ? new Found(image.get().rename(known.get().facts()), ImageAnalysis.answer(known.get()))
            : read(image.get().open(request(Optional.empty())), receipt));
  }

  private Found remote(ImageRef ref, PlatformChoice platform, ReceiptDraft receipt)
      throws IOException {
    ContentStore registry = session.network().place(ref);
    ImageAnalysis images = ref.isLayout() ? local() : analysis;
    RegistryImage image =
        RegistryImage.open(
            registry, ref, platform, digest -> images.known(digest).map(KnownImage::facts));
    receipt.lap("resolve");
    try (image) {
      Analysed analysed = images.read(image, Map.of(), attestation.of(registry, ref));
      receipt.lap("layers");
      boolean isPart = analysed.evidence().grade() == Grade.INDEXED;
      return new Found(image.facts(), analysed, isPart ? Optional.of(image) : Optional.empty());
    }
  }

  /// A registry hands out blobs by their digests; what lies in a file was put together by anybody,
  /// and may be known by its diffIDs alone.
  private ImageAnalysis local() {
    return analysis.with(layers);
  }

  private Found read(OpenedImage image, ReceiptDraft receipt) throws IOException {
    try (ImageSource source = image.source()) {
      Found found = new Found(source.facts(), local().read(source, image.read()));
      receipt.lap("layers");
      return found;
    }
  }

  private Judged judge(String name, Found found, ReceiptDraft receipt) throws IOException {
    Analysed analysed = found.analysed();
    receipt.read(
        analysed.rung(),
        analysed.layers(),
        found.facts().sizeBytes(),
        session.network().http().log().requests());
    return session.judge(
        new Artifact(
            name,
            TYPE,
            Optional.of(found.facts()),
            analysed.inventory(),
            Optional.of(analysed.evidence())),
        receipt);
  }
}

package dev.assay.cli.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.FetchedFiles;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `assay fetch REF|REF@DIGEST`.
public final class FetchCommand {
  public static final String SUMMARY = "Fetch the files of an artifact";

  private FetchCommand() {}

  /// Runs it.
  public static int run(Call call) throws IOException {
    ImageRef ref = call.onlyReference();
    Optional<String> kind = call.settings().text(ArtifactFlags.ARTIFACT_TYPE);
    call.with(
        ref,
        registry -> {
          PulledManifest named = call.resolve(registry, ref);
          PulledManifest artifact =
              kind.isPresent() ? attached(registry, ref, named, kind.get()) : named;
          if (!(artifact.manifest() instanceof ImageManifest manifest)) {
            throw new InputFailure(
                "cannot fetch " + ref.at(artifact.digest()) + ": it is an index",
                "choose one of its images with --platform");
          }
          String where = call.settings().text(ArtifactFlags.DESTINATION).orElse(".");
          save(new Source(call, registry, ref.at(artifact.digest())), manifest, where);
        });
    return 0;
  }

  /// The one artifact of a kind that is attached to an image.
  private static PulledManifest attached(
      ContentStore registry, ImageRef ref, PulledManifest image, String kind) {
    Referrers referrers = new Referrers(registry);
    ReferrerQuery query = new ReferrerQuery(ref, image.digest(), kind);
    ReferrerList list = referrers.list(query);
    String what = "an artifact of type " + kind + " about " + ref.at(image.digest());
    if (list.referrers().isEmpty()) {
      throw new InputFailure(
          "cannot fetch " + what + ": none is attached", "`assay discover REF` lists what is");
    }
    if (list.referrers().size() > 1) {
      String digests =
          list.referrers().stream()
              .limit(20)
              .map(r -> r.descriptor().digest().toString())
              .collect(Collectors.joining(", "));
      throw new UsageFailure(
          "cannot fetch " + what + ": there are " + list.referrers().size() + ": " + digests,
          "name one of them: " + ref.name() + "@sha256:…");
    }
    Referrer only = list.referrers().getFirst();
    return referrers.open(query, only);
  }

  /// Where files come from.
  ///
  /// @param ref by the artifact's digest
  private record Source(Call call, ContentStore registry, ImageRef ref) {
    InputStream open(Descriptor blob) {
      return registry.openBlob(ref, blob, "blob");
    }
  }

  private static void save(Source source, ImageManifest artifact, String where) throws IOException {
    List<Descriptor> blobs =
        artifact.layers().stream()
            .filter(layer -> !layer.mediaType().equals(MediaTypes.OCI_EMPTY))
            .toList();
    Path path = Path.of(where);
    boolean isFolder = where.endsWith("/") || where.equals(".") || Files.isDirectory(path);
    if (where.equals("-")) {
      only(source, blobs);
      Descriptor blob = blobs.getFirst();
      try (InputStream content = source.open(blob)) {
        FetchedFiles.copy(blob, content, source.call().out());
      }
      source.call().out().flush();
    } else if (isFolder) {
      saveInto(source, blobs, path);
    } else if (blobs.size() == 1) {
      Path file = path.toAbsolutePath();
      Path folder = Optional.ofNullable(file.getParent()).orElse(file);
      write(source, new FetchedFiles.Place(blobs.getFirst(), file), folder);
    } else {
      saveInto(source, blobs, path);
    }
    source.call().print(where.equals("-") ? "" : "Digest: " + artifact.digest() + "\n");
  }

  private static void only(Source source, List<Descriptor> blobs) {
    if (blobs.size() != 1) {
      throw new UsageFailure(
          "cannot write the " + blobs.size() + " files of " + source.ref() + " as one",
          "name a folder with --output DIR/");
    }
  }

  private static void saveInto(Source source, List<Descriptor> blobs, Path folder)
      throws IOException {
    List<FetchedFiles.Place> places = new FetchedFiles(folder).places(blobs);
    if (places.isEmpty()) {
      throw new InputFailure(
          "cannot fetch " + source.ref() + ": none of its " + blobs.size() + " blobs has a name",
          blobs.size() == 1
              ? "name the file yourself with --output FILE"
              : "it may be an image: `assay copy` copies one, `assay image` scans one");
    }
    for (FetchedFiles.Place place : places) {
      write(source, place, folder);
    }
    if (places.size() < blobs.size()) {
      source
          .call()
          .progress()
          .warn((blobs.size() - places.size()) + " blobs without a name were left out");
    }
  }

  private static void write(Source source, FetchedFiles.Place place, Path folder)
      throws IOException {
    try (InputStream content = source.open(place.blob())) {
      FetchedFiles.write(place, folder, content);
    }
    source.call().print("Fetched " + place.blob().digest() + " " + place.file() + "\n");
  }
}

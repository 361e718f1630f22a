package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A list of images, one for each platform.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md>
///
/// @param mediaType OCI's or Docker's
/// @param digest SHA-256 of the bytes
/// @param sizeBytes length of the bytes
/// @param artifactType of an index that is an artifact, or empty
/// @param manifests all it lists, attestations too
/// @param subject the manifest this one is about
/// @param annotations by name
public record ImageIndex(
    String mediaType,
    Digest digest,
    long sizeBytes,
    String artifactType,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    SortedMap<String, String> annotations)
    implements Manifest {
  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  @Override
  public String kind() {
    return artifactType;
  }

  /// The image for a platform, the one that runtimes take: the first that says just that, else the
  /// first that will do, else the only one there is where it names no platform. Attestations never
  /// count.
  ///
  /// @param what names the index in the failure: `IMAGE`
  /// @throws InputFailure where there is none; it lists the platforms that exist
  public Descriptor select(Platform platform, String what) {
    List<Descriptor> images = images();
    return first(images, platform::isSame)
        .or(() -> first(images, platform::accepts))
        .or(() -> only(images))
        .orElseThrow(() -> missing(platform, images, what));
  }

  /// What it lists without the attestations about it.
  public List<Descriptor> images() {
    return manifests.stream().filter(Descriptor::isImage).toList();
  }

  private static Optional<Descriptor> first(List<Descriptor> images, Predicate<Platform> wanted) {
    return images.stream().filter(d -> d.platform().filter(wanted).isPresent()).findFirst();
  }

  private static Optional<Descriptor> only(List<Descriptor> images) {
    return images.size() == 1 && images.getFirst().platform().isEmpty()
        ? Optional.of(images.getFirst())
        : Optional.empty();
  }

  private static InputFailure missing(Platform platform, List<Descriptor> images, String what) {
    String offered =
        images.stream()
            .flatMap(d -> d.platform().stream())
            .map(p -> Printable.of(p.toString(), 60))
            .distinct()
            .limit(50)
            .collect(Collectors.joining(", "));
    return new InputFailure(
        "cannot choose an image from "
            + what
            + ": the index has no "
            + platform
            + (offered.isEmpty() ? "" : ", it has " + offered),
        offered.isEmpty() ? "" : "choose one with --platform");
  }
}

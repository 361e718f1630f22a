package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Origin;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which image, and where it is looked for.
public final class ImageFlags {
  public static final Flag INPUT =
      Flag.text("input", "FILE", "a docker-archive or OCI layout: a file, a folder, or - (stdin)")
          .key("image.input");
  public static final Flag PLATFORM =
      Flag.text("platform", "OS/ARCH", "which image of a multi-platform index")
          .orElse("linux/amd64")
          .key("image.platform")
          .note("defaults to linux/amd64 on every host, so that a report does not depend on it");
  public static final Flag IMAGE_SRC =
      Flag.list("image-src", "SOURCE,…", "where to look for the image, in order: docker, remote")
          .words(List.of("docker", "remote"))
          .planned("containerd", "podman")
          .orElse("docker,remote")
          .key("image.source");
  public static final Flag DOCKER_HOST =
      Flag.text("docker-host", "ADDRESS", "the Docker daemon's socket (default: DOCKER_HOST)")
          .key("image.docker.host");
  public static final Flag REGION =
      Flag.text("region", "REGION", "AWS region (default: read from REF)").from(Origin.ASSAY);

  public static final Flag ALL_PLATFORMS =
      Flag.toggle("all-platforms", "every image of a multi-platform index, a report for each")
          .from(Origin.ASSAY);

  public static final FlagGroup GROUP =
      new FlagGroup("Image", List.of(INPUT, PLATFORM, ALL_PLATFORMS, IMAGE_SRC, DOCKER_HOST));
  public static final FlagGroup ECR_GROUP =
      new FlagGroup("Image", List.of(REGION, PLATFORM, ALL_PLATFORMS));

  private ImageFlags() {}

  /// What `image` scans.
  public static Subject read(Settings settings, List<String> targets) {
    if (settings.isOn(ALL_PLATFORMS) && settings.text(INPUT).isPresent()) {
      throw new UsageFailure(
          "cannot use `--all-platforms` with `--input`", "name each with --platform");
    }
    return new Subject(
        targets,
        settings.text(INPUT),
        platform(settings),
        settings.list(IMAGE_SRC).stream()
            .map(word -> ImageOrigin.valueOf(word.toUpperCase(Locale.ROOT)))
            .distinct()
            .toList(),
        settings.text(DOCKER_HOST),
        false,
        Optional.empty());
  }

  /// What `ecr` scans.
  public static Subject readEcr(Settings settings, List<String> targets) {
    return new Subject(
        targets,
        Optional.empty(),
        platform(settings),
        List.of(ImageOrigin.REMOTE),
        Optional.empty(),
        true,
        settings.text(REGION));
  }

  /// What a command without image flags scans.
  public static Subject folders(List<String> targets) {
    return new Subject(
        targets,
        Optional.empty(),
        PlatformChoice.DEFAULT,
        List.of(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static PlatformChoice platform(Settings settings) {
    if (settings.isOn(ALL_PLATFORMS) && settings.isTyped(PLATFORM)) {
      throw new UsageFailure("cannot use `--platform` and `--all-platforms` together");
    }
    return new PlatformChoice(
        settings.text(PLATFORM).map(Platform::parse).orElse(Platform.DEFAULT),
        settings.isSet(PLATFORM),
        settings.isOn(ALL_PLATFORMS));
  }
}

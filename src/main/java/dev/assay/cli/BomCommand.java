package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.AnalysisFlags;
import dev.assay.cli.flag.BomFlags;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.scan.Scan;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `assay bom REF`, `assay bom DIR`, `assay bom --input FILE`.
final class BomCommand {
  static final String SUMMARY = "Write a software bill of materials";

  /// Syft's words for where something is.
  private static final Map<String, Where> SCHEMES =
      Map.of(
          "dir", Where.FOLDER,
          "file", Where.FOLDER,
          "docker", Where.DOCKER,
          "docker-archive", Where.INPUT,
          "oci-archive", Where.INPUT,
          "oci-dir", Where.INPUT,
          "registry", Where.REGISTRY);

  private static final List<String> OTHER_SCHEMES =
      List.of("containerd", "podman", "singularity", "snap");
  private static final List<String> ARCHIVES = List.of(".tar", ".tar.gz", ".tgz", ".tar.zst");

  private BomCommand() {}

  /// Where the artifact is.
  private enum Where {
    FOLDER,
    INPUT,
    DOCKER,
    REGISTRY,
    IMAGE
  }

  static Verb verb() {
    return new Verb(
        "bom",
        SUMMARY,
        "REF|DIR",
        List.of(
            new Example("An image in a registry, in CycloneDX", "assay bom ghcr.io/org/app:1.2"),
            new Example(
                "Two formats in one pass",
                "assay bom -o spdx-json=app.spdx.json -o cyclonedx-json=app.cdx.json org/app:1.2"),
            new Example("A source tree", "assay bom -o cyclonedx-xml=bom.xml dir:."),
            new Example("Hold it against today's advisories", "assay bom app | assay sbom -")),
        List.of(
            BomFlags.GROUP,
            ImageFlags.GROUP,
            AnalysisFlags.BOM_GROUP,
            AnalysisFlags.LIMITS,
            RegistryFlags.GROUP),
        List.of(),
        BomCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    Subject said = ImageFlags.read(call.settings(), List.of());
    if (said.input().isPresent()) {
      call.noOperands();
      return ScanRequest.list(call, said, Scan::image);
    }
    String typed = call.operand("image or folder");
    int colon = typed.indexOf(':');
    String scheme = colon < 0 ? "" : typed.substring(0, colon);
    if (OTHER_SCHEMES.contains(scheme)) {
      throw new UsageFailure("cannot read `" + typed + "`: not built yet in this version");
    }
    boolean isScheme = SCHEMES.containsKey(scheme) && !isReference(scheme, typed);
    Where where = isScheme ? SCHEMES.getOrDefault(scheme, Where.IMAGE) : guess(typed);
    String rest = isScheme ? typed.substring(colon + 1) : typed;
    return switch (where) {
      case FOLDER -> ScanRequest.list(call, ImageFlags.folders(List.of(rest)), Scan::filesystem);
      case INPUT ->
          ScanRequest.list(
              call, subject(said, List.of(), Optional.of(rest), said.sources()), Scan::image);
      case DOCKER -> image(call, said, rest, List.of(ImageOrigin.DOCKER));
      case REGISTRY -> image(call, said, rest, List.of(ImageOrigin.REMOTE));
      case IMAGE -> image(call, said, rest, said.sources());
    };
  }

  private static int image(Invocation call, Subject said, String name, List<ImageOrigin> sources)
      throws IOException {
    return ScanRequest.list(
        call, subject(said, List.of(name), Optional.empty(), sources), Scan::image);
  }

  private static Subject subject(
      Subject said, List<String> targets, Optional<String> input, List<ImageOrigin> sources) {
    return new Subject(
        targets, input, said.platform(), sources, said.dockerHost(), false, Optional.empty());
  }

  /// `registry:2` and `docker:27-dind` are images, `registry:5000/app` is on a host of that name.
  private static boolean isReference(String scheme, String typed) {
    String rest = typed.substring(scheme.length() + 1);
    boolean mayBe = scheme.equals("registry") || scheme.equals("docker");
    return mayBe && (rest.matches("[0-9]+/.*") || !rest.matches(".*[/:@].*"));
  }

  /// What is there under that name on this machine is meant, else an image.
  private static Where guess(String typed) {
    Path path;
    try {
      path = Path.of(typed);
    } catch (InvalidPathException e) {
      return Where.IMAGE;
    }
    if (Files.isDirectory(path)) {
      return Files.exists(path.resolve("oci-layout")) ? Where.INPUT : Where.FOLDER;
    }
    if (Files.isRegularFile(path)) {
      return ARCHIVES.stream().anyMatch(typed::endsWith) ? Where.INPUT : Where.FOLDER;
    }
    return Where.IMAGE;
  }
}

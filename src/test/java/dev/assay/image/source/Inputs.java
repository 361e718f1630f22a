package dev.assay.image.source;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.image.AnalysisCache;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small images, and an analyzer that finds one component in each `NAME.pkg`.
final class Inputs {
  private Inputs() {}

  /// The file's content is `NAME VERSION`.
  private record Packages() implements Analyzer {
    @Override
    public String name() {
      return "packages";
    }

    @Override
    public int rulesVersion() {
      return 1;
    }

    @Override
    public List<Scope> scopes() {
      return List.of(Scope.INSTALLED);
    }

    @Override
    public boolean wants(String path) {
      return path.endsWith(".pkg");
    }

    @Override
    public void read(String path, InputStream content, Found found) throws IOException {
      String[] words = new String(content.readAllBytes(), StandardCharsets.UTF_8).split(" ");
      found.component(Component.of(PackageType.NPM, "packages", words[0], words[1]).build());
    }
  }

  /// What the user is told.
  static final class Told implements Progress {
    final List<String> warnings = new ArrayList<>();

    @Override
    public void step(String what, long done, long total) {}

    @Override
    public void warn(String message) {
      warnings.add(message);
    }

    @Override
    public void debug(String message) {}
  }

  static LayerAnalysis layers() {
    return new LayerAnalysis(List.of(new Packages()), Limits.STANDARD);
  }

  static InputRequest request() {
    return request(Optional.empty(), Progress.SILENT);
  }

  static InputRequest request(Optional<String> name, Progress progress) {
    return new InputRequest(PlatformChoice.DEFAULT, name, layers(), Limits.STANDARD, progress);
  }

  /// The same by someone who asks for a platform.
  static InputRequest asking(String platform, Progress progress) {
    return new InputRequest(
        new PlatformChoice(Platform.parse(platform), true),
        Optional.empty(),
        layers(),
        Limits.STANDARD,
        progress);
  }

  /// An image with a component in each of two layers.
  static ImageBuilder.Image image(String name) throws IOException {
    return new ImageBuilder(Platform.DEFAULT)
        .layer(new LayerBuilder().file("opt/" + name + ".pkg", name + " 1.0").build(), "COPY one")
        .layer(new LayerBuilder().file("srv/above.pkg", "above 2.0").build(), "COPY two")
        .entrypoint(List.of("/bin/true"))
        .build();
  }

  static byte[] layoutTar(ImageBuilder.Image image, String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageBuilder.writeTar(image, name, out);
    return out.toByteArray();
  }

  static OpenedImage open(Path path) throws IOException {
    return ImageInput.open(path.toString(), InputStream.nullInputStream(), request());
  }

  static OpenedImage openStdin(byte[] content) throws IOException {
    return ImageInput.open("-", new ByteArrayInputStream(content), request());
  }

  /// What is found in an image, as `NAME VERSION`, sorted.
  static List<String> found(OpenedImage image) throws IOException {
    try (var source = image.source()) {
      var analysis =
          new ImageAnalysis(
              layers(), AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT);
      return analysis.read(source, image.read()).inventory().components().stream()
          .map(Placed::component)
          .map(c -> c.name() + " " + c.version())
          .sorted()
          .toList();
    }
  }

  /// What a failure says.
  static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}

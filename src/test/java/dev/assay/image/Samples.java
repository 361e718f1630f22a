package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.image.limit.Limits;
import dev.assay.image.source.ImageInput;
import dev.assay.image.source.InputRequest;
import dev.assay.image.source.OpenedImage;
import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small analyzers and images, so that these tests depend on no real package manager's rules.
final class Samples {
  private Samples() {}

  /// What is in an image of a layout or an archive, read as `assay image --input` does.
  ///
  /// @param in what stands on standard input, for `-`
  static Inventory inventory(
      String where, InputStream in, List<Analyzer> analyzers, AnalysisCache cache)
      throws IOException {
    LayerAnalysis layers = new LayerAnalysis(analyzers, Limits.STANDARD);
    OpenedImage image =
        ImageInput.open(
            where,
            in,
            new InputRequest(
                PlatformChoice.DEFAULT,
                Optional.empty(),
                layers,
                Limits.STANDARD,
                Progress.SILENT));
    return new ImageAnalysis(layers, cache, ImageAnalysis.Way.any(2), Progress.SILENT)
        .read(image.source(), image.read())
        .inventory();
  }

  /// `P:NAME`, `V:VERSION` and `F:OWNED` lines at `lib/apk/db/installed`.
  record Database() implements Analyzer {
    @Override
    public String name() {
      return "database";
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
      return path.equals("lib/apk/db/installed") || path.startsWith("var/status.d/");
    }

    @Override
    public List<String> places() {
      return List.of("lib/apk/db/installed");
    }

    @Override
    public void read(String path, InputStream content, Found found) throws IOException {
      var lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("P:")) {
          name = line.substring(2);
        } else if (line.startsWith("V:")) {
          found.component(
              Component.of(PackageType.APK, "database", name, line.substring(2)).build());
        } else if (line.startsWith("F:")) {
          found.owns(line.substring(2));
        } else if (line.startsWith("crash")) {
          throw new IllegalStateException("tripped over `crash`");
        }
      }
    }
  }

  /// `NAME VERSION` in every `package.txt`.
  record Packages() implements Analyzer {
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
      return path.endsWith("package.txt") || path.endsWith("/both.txt");
    }

    @Override
    public void read(String path, InputStream content, Found found) throws IOException {
      String[] words = new String(content.readAllBytes(), StandardCharsets.UTF_8).split(" ");
      found.component(Component.of(PackageType.NPM, "packages", words[0], words[1]).build());
    }
  }

  /// `FAMILY NAME` in release files, and the length of files that others want too.
  record Releases() implements Analyzer {
    @Override
    public String name() {
      return "releases";
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
      return path.endsWith("os-release")
          || path.equals("etc/debian_version")
          || path.endsWith("/both.txt");
    }

    @Override
    public void read(String path, InputStream content, Found found) throws IOException {
      byte[] bytes = content.readAllBytes();
      if (path.endsWith("/both.txt")) {
        found.component(
            Component.of(PackageType.GENERIC, "releases", "length", "" + bytes.length).build());
        return;
      }
      String[] words = new String(bytes, StandardCharsets.UTF_8).strip().split(" ");
      found.operatingSystem(new OperatingSystem(words[0], words[1], "", Optional.empty()));
    }
  }

  /// Not part of what is installed.
  record LockFiles() implements Analyzer {
    @Override
    public String name() {
      return "locks";
    }

    @Override
    public int rulesVersion() {
      return 1;
    }

    @Override
    public List<Scope> scopes() {
      return List.of(Scope.SOURCE);
    }

    @Override
    public boolean wants(String path) {
      return true;
    }

    @Override
    public void read(String path, InputStream content, Found found) {
      throw new IllegalStateException("must not be asked");
    }
  }

  static final List<Analyzer> ANALYZERS =
      List.of(new Database(), new Packages(), new Releases(), new LockFiles());

  static LayerAnalysis analysis() {
    return new LayerAnalysis(ANALYZERS, Limits.STANDARD);
  }

  /// A layer in memory that counts how often it is opened.
  static class Bytes implements LayerSource {
    final byte[] content;
    private final Digest digest;
    private final long sizeBytes;
    int opened;

    Bytes(byte[] content) {
      this(content, Digest.sha256(content), content.length);
    }

    Bytes(byte[] content, Digest digest, long sizeBytes) {
      this.content = content;
      this.digest = digest;
      this.sizeBytes = sizeBytes;
    }

    @Override
    public Digest digest() {
      return digest;
    }

    @Override
    public long sizeBytes() {
      return sizeBytes;
    }

    @Override
    public String mediaType() {
      return "application/vnd.oci.image.layer.v1.tar+gzip";
    }

    @Override
    public InputStream open() {
      opened++;
      return new ByteArrayInputStream(content);
    }
  }

  /// An image in memory.
  record Image(ImageFacts facts, List<Bytes> layers) implements ImageSource {
    @Override
    public LayerSource layer(Layer layer) {
      return layers.stream()
          .filter(l -> l.digest().equals(layer.digest()))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {}
  }

  /// An image of these gzip layers, lowest first, whose instructions are `step 1`, `step 2`, ….
  static Image image(List<Bytes> layers) {
    var described = new ArrayList<Layer>();
    for (Bytes layer : layers) {
      Digest diffId = layer.digest();
      try {
        diffId = analysis().read(layer).diffId().orElseThrow();
        layer.opened = 0;
      } catch (IOException | RuntimeException e) {
        diffId = layer.digest(); // damaged on purpose: nobody gets as far as the comparison
      }
      described.add(
          new Layer(layer.digest(), diffId, layer.sizeBytes(), "step " + (described.size() + 1)));
    }
    Digest manifest = Digest.sha256(described.toString().getBytes(StandardCharsets.UTF_8));
    return new Image(
        new ImageFacts(
            "sample",
            List.of("sample:1"),
            List.of(),
            manifest,
            manifest,
            Platform.DEFAULT,
            "{}",
            described,
            1),
        layers);
  }

  /// What was learnt from the file at that path.
  static FileFacts facts(LayerInventory layer, String path) {
    return Optional.ofNullable(layer.files().get(path)).orElseThrow();
  }

  /// What is found, as `name version path`, sorted.
  static List<String> found(LayerInventory layer) {
    return layer.files().values().stream()
        .flatMap((FileFacts f) -> f.components().stream())
        .map(c -> c.name() + " " + c.version() + " " + c.path())
        .sorted()
        .toList();
  }
}

package dev.assay.quickstart;

import dev.assay.advisory.DbBuild;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.builtin.BuiltIns;
import dev.assay.image.write.ImageBuilder;
import dev.assay.model.Progress;
import dev.assay.scan.Outputs;
import dev.assay.scan.Scan;
import dev.assay.scan.ScanOptions;
import dev.assay.scan.ScanOptions.DatabaseUse;
import dev.assay.scan.ScanOptions.ImageOrigin;
import dev.assay.scan.ScanOptions.Subject;
import dev.assay.server.LoopbackRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The sample, from push to report: a registry on loopback, the pipeline that every scan goes
/// through, and a database built from two sample advisories. Nothing of it stays.
public final class Quickstart {
  private static final String REPOSITORY = "assay/sample";
  private static final String TAG = "1.0";
  private static final List<String> ADVISORIES =
      List.of("SAMPLE-2026-0001.json", "SAMPLE-2026-0002.json");

  private Quickstart() {}

  /// Scans the sample.
  ///
  /// @param options what the user said; subject and database are the sample's own
  /// @return the exit code, 0 unless something is broken
  public static int run(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return run(Sample.VULNERABLE, options, progress, outputs);
  }

  static int run(Sample sample, ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    Path folder = Files.createTempDirectory("assay-quickstart");
    // Ctrl-C ends the process without coming back here.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(folder)));
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      push(sample.image(), registry);
      database(folder, options, progress);
      String ref = registry.host() + "/" + REPOSITORY + ":" + TAG;
      outputs.write(Optional.empty(), out -> out.write(bytes(introduction(ref))));
      int code = Scan.image(here(options, ref, folder), progress, outputs);
      outputs.write(Optional.empty(), out -> out.write(bytes(next())));
      return code;
    } finally {
      delete(folder);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void push(ImageBuilder.Image image, LoopbackRegistry registry) {
    image.blobs().values().forEach(registry::putBlob);
    registry.putManifest(
        REPOSITORY, TAG, image.manifest(), "application/vnd.oci.image.manifest.v1+json");
  }

  private static void database(Path folder, ScanOptions options, Progress progress)
      throws IOException {
    Path advisories = Files.createDirectories(folder.resolve("advisories"));
    for (String name : ADVISORIES) {
      try (InputStream in = Quickstart.class.getResourceAsStream("advisories/" + name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is missing from the jar");
        }
        Files.copy(in, advisories.resolve(name));
      }
    }
    new DbBuild(BuiltIns.feeds(), options.environment(), progress)
        .build(folder, List.of(new SourceArgument("osv", advisories.toString())));
  }

  /// The user's options, but for what is scanned and by which advisories.
  private static ScanOptions here(ScanOptions said, String ref, Path folder) {
    return new ScanOptions(
        new Subject(
            List.of(ref),
            Optional.empty(),
            said.subject().platform(),
            List.of(ImageOrigin.REMOTE),
            Optional.empty(),
            false,
            Optional.empty()),
        said.registry(),
        new DatabaseUse(true, true, List.of(), false),
        said.analysis(),
        said.filter(),
        said.gate(),
        said.reporting(),
        ScanOptions.CacheUse.in(folder),
        said.timeout(),
        said.environment());
  }

  private static String introduction(String ref) {
    return """
    A sample: a made-up image with two made-up weaknesses, scanned where it lies, in a registry
    that this process runs at %s. Nothing is pulled and no other network is used.

    """
        .formatted(ref.substring(0, ref.indexOf('/')));
  }

  private static String next() {
    return """

    Next, on an image of yours:
      assay image registry.example.com/app:1.2
      assay ecr --region us-east-1 ACCOUNT.dkr.ecr.us-east-1.amazonaws.com/app:1.2
      assay image --exit-code 1 --severity CRITICAL,HIGH --ignore-unfixed REF    fails a build
      assay image -f table -f sarif=out.sarif REF                                two reports, one scan
      assay help image
    """;
  }

  private static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}

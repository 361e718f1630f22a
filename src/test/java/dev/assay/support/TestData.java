package dev.assay.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real data from outside the project: `../shared`, or the folder that `ASSAY_TEST_DATA` names.
public final class TestData {
  private TestData() {}

  /// A file or folder below `data/`; the test is skipped, visibly, where it is absent.
  public static Path require(String path) {
    String root = System.getenv().getOrDefault("ASSAY_TEST_DATA", "../shared");
    Path wanted = Path.of(root).resolve("data").resolve(path).toAbsolutePath().normalize();
    assumeTrue(Files.exists(wanted), () -> "skipped: no test data at " + wanted);
    return wanted;
  }
}

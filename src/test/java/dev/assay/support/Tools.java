package dev.assay.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Programs of other people that tests are held against.
public final class Tools {
  private Tools() {}

  /// The path of a program on `PATH`. Where it is missing the test is skipped, visibly, or fails
  /// where `ASSAY_REQUIRE` names `tools`.
  public static Path require(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    String missing = "`" + program + "` is not on PATH";
    if (Set.of(System.getenv().getOrDefault("ASSAY_REQUIRE", "").split(",")).contains("tools")) {
      return fail(missing);
    }
    return abort("skipped: " + missing);
  }
}

package dev.assay.match;

import static dev.assay.match.ListedAdvisories.fixed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelPartsTest {
  private static int findings(String name) {
    var db = new ListedAdvisories();
    db.with("debian:11", fixed("debian", "CVE-1-1", "linux", "5.10.300-1"));
    Component component =
        Component.of(PackageType.DEB, "dpkg", name, "5.10.209-2")
            .source("linux", "5.10.209-2")
            .build();
    var system = new OperatingSystem("debian", "11", "", Optional.empty());
    var placed = new Placed(component, Optional.empty());
    return Matcher.match(new Inventory(Optional.of(system), List.of(placed), List.of()), db)
        .findings()
        .size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-libc-dev",
        "linux-libc-dev-arm64-cross",
        "linux-headers-amd64",
        "linux-headers-5.10.0-30-common",
        "linux-aws-5.4-headers-5.4.0-1100",
        "linux-doc",
        "linux-doc-5.10"
      })
  void headersAndDocumentationNeverRun(String name) {
    assertEquals(0, findings(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-image-amd64", "linux-modules-5.4.0-1100-aws", "linux-perf-5.10"})
  void theRestDoes(String name) {
    assertEquals(1, findings(name));
  }
}

package dev.assay.report;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Rating;
import dev.assay.model.Relationship;
import dev.assay.model.Report;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Suppressed;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Reports whose every text may be hostile: what an image or a feed could bring at worst.
final class RandomReports {
  private static final List<String> TEXTS =
      List.of(
          "",
          "openssl",
          "1.1.1k-r0",
          "1:2.3-4",
          "a b",
          "\u001b[31mred\u001b[0m",
          "\u009b2J",
          "\u0000\u0007\u007f",
          "\ud800",
          "x\udc00\ud800y",
          "\u202egnp.exe",
          "\u2066\u2069\u2028\u200b",
          "日本語の名前",
          "😀e\u0301",
          "\"quoted\" \\ back",
          "[link](javascript:alert(1)) | `tick` <script>",
          "../../etc/passwd",
          "/absolute//path",
          "line\nbreak\r\n\ttab",
          "%00%2e?#frag&x=y:z@w",
          "CVE-2021-3711",
          "GHSA-35jh-r3h4-6jhm",
          "https://example.com/a b|c",
          "https://example.com/ok",
          "a".repeat(5_000));

  private final Random random;

  RandomReports(long seed) {
    random = new Random(seed);
  }

  Report next() {
    List<Placed> components = listOf(12, this::placed);
    List<Finding> findings = new ArrayList<>();
    List<Suppressed> suppressed = new ArrayList<>();
    for (Placed placed : components) {
      findings.addAll(listOf(3, () -> finding(placed)));
      suppressed.addAll(listOf(2, () -> new Suppressed(finding(placed), text(), text(), text())));
    }
    Inventory inventory =
        new Inventory(
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(system()),
            components,
            listOf(30, () -> new Gap(text(), random.nextInt(3), text())));
    Report report =
        Samples.image(
            "registry.example/a/b:1",
            Optional.empty(),
            inventory,
            findings,
            suppressed,
            listOf(3, this::text));
    boolean isImage = random.nextInt(3) > 0;
    return new Report(
        text(),
        isImage ? "container_image" : "filesystem",
        isImage ? report.image() : Optional.empty(),
        inventory,
        findings,
        suppressed,
        isImage ? report.evidence() : Optional.empty(),
        new DatabaseFacts(
            random.nextBoolean() ? Optional.empty() : Optional.of(Samples.digest('e')),
            Instant.ofEpochSecond(random.nextInt(2_000_000_000))),
        report.unmatched(),
        report.receipt(),
        report.notices().stream().filter(notice -> !notice.isEmpty()).toList());
  }

  private OperatingSystem system() {
    return new OperatingSystem(text(), text(), text(), Optional.of(LocalDate.of(2020, 1, 1)));
  }

  private Placed placed() {
    TreeMap<String, String> details = new TreeMap<>();
    for (String key : List.of("digest", "endLine", "modularitylabel", "repository", "startLine")) {
      String value =
          key.endsWith("Line") && random.nextBoolean() ? "" + random.nextInt(90) : text();
      details.put(key, value);
    }
    Component component =
        new Component(
            any(PackageType.values()),
            any("apk", "dpkg", "node-pkg", "npm", text()),
            text(),
            text(),
            text(),
            text(),
            text(),
            listOf(2, this::text),
            text(),
            text(),
            any(Relationship.values()),
            random.nextBoolean(),
            listOf(3, () -> text() + "@" + text()),
            details);
    Layer layer = new Layer(Samples.digest('5'), Samples.digest('6'), random.nextInt(9), text());
    return new Placed(component, random.nextBoolean() ? Optional.empty() : Optional.of(layer));
  }

  private Finding finding(Placed placed) {
    return new Finding(
        placed,
        new Vulnerability(
            text(),
            listOf(2, this::text),
            text(),
            text(),
            listOf(3, this::text),
            listOf(2, this::text),
            listOf(3, this::rating),
            Optional.of(Instant.ofEpochSecond(random.nextInt())),
            Optional.empty(),
            text(),
            random.nextBoolean() ? Optional.empty() : Optional.of(random.nextDouble())),
        listOf(2, this::advisory),
        text(),
        text(),
        any(Status.values()),
        any(Severity.values()),
        any("nvd", "ghsa", text()));
  }

  private Advisory advisory() {
    return new Advisory(
        text(),
        List.of(),
        listOf(2, this::text),
        new DataSource(text(), text(), text()),
        text(),
        listOf(2, () -> new AffectedRange(text(), text(), text())),
        listOf(2, this::text),
        any(Status.values()),
        any(Severity.values()),
        text());
  }

  private Rating rating() {
    return new Rating(
        any("nvd", "ghsa", text()),
        any(Severity.values()),
        listOf(
            3,
            () -> new Cvss(any("2.0", "3.0", "3.1", "4.0"), text(), random.nextInt(101) / 10.0)));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> listOf(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      items.add(item.get());
    }
    return items;
  }
}

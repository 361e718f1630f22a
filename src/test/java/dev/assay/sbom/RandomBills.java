package dev.assay.sbom;

import dev.assay.model.Component;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Platform;
import dev.assay.model.Relationship;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// Bills whose every text may be hostile: what an image could bring at worst.
final class RandomBills {
  private static final List<String> TEXTS =
      List.of(
          "openssl",
          "1.1.1k-r0",
          "1:2.3-4",
          "0:5",
          "2.0-1-2",
          "a b",
          " padded\t",
          "\u001b[31mred\u001b[0m",
          "\u009b2J",
          "\u0000\u0007\u007f",
          "\ud800",
          "x\udc00\ud800y",
          "\u202egnp.exe",
          "\u2066\u2069\u2028\u200b",
          "\ufffe\uffff",
          "日本語の名前",
          "😀e\u0301",
          "\"quoted\" \\ back",
          "<text>in</text> ]]> &amp; <!-- x -->",
          "| `tick` <script>",
          "../../etc/passwd",
          "/absolute//path",
          "line\nbreak\r\n\ttab",
          "%00%2e?#frag&x=y:z@w",
          "%u0041%",
          "@scope/name",
          "org.example:name",
          "github.com/a/b/v2",
          "NOASSERTION",
          "Person: A (b@c)",
          "GPL-2.0-or-later",
          "MIT OR Apache-2.0",
          "GPLv2+ and BSD",
          "a".repeat(3_000));

  private final Random random;

  RandomBills(long seed) {
    random = new Random(seed);
  }

  Bill next() {
    List<Layer> layers = listOf(3, this::layer);
    List<Placed> components = new ArrayList<>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      components.add(placed(layers, components));
    }
    boolean isImage = random.nextInt(3) > 0;
    return new Bill(
        text(),
        isImage,
        isImage ? Optional.of(image(layers)) : Optional.empty(),
        new Inventory(
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(system()),
            components,
            listOf(3, () -> new Gap(text(), random.nextInt(3), text())).stream()
                .distinct()
                .sorted()
                .toList()),
        List.of(),
        new DatabaseFacts(Optional.empty(), Instant.EPOCH),
        Instant.ofEpochSecond(random.nextInt(2_000_000_000)),
        "1.0");
  }

  private ImageFacts image(List<Layer> layers) {
    return new ImageFacts(
        "registry.example/a/b:1",
        List.of("registry.example/a/b:1"),
        List.of("registry.example/a/b@" + digest('a')),
        digest('a'),
        digest('b'),
        Platform.DEFAULT,
        "{}",
        layers,
        7);
  }

  private OperatingSystem system() {
    return new OperatingSystem(
        any("debian", "alpine", "redhat", text()),
        any("12", "3.20.1", text()),
        any("", text()),
        random.nextBoolean() ? Optional.empty() : Optional.of(LocalDate.of(2030, 1, 31)));
  }

  private Layer layer() {
    return new Layer(digest(digit()), digest(digit()), random.nextInt(9), any("", text()));
  }

  private char digit() {
    return "cde".charAt(random.nextInt(3));
  }

  static Digest digest(char digit) {
    return Digest.parse("sha256:" + String.valueOf(digit).repeat(64));
  }

  private Placed placed(List<Layer> layers, List<Placed> before) {
    Component.Builder component =
        Component.of(any(PackageType.values()), any("dpkg", "npm", "jar", text()), text(), text())
            .architecture(any("", "amd64", text()))
            .licenses(listOf(3, this::text))
            .maintainer(any("", text()))
            .path(any("", "var/lib/dpkg/status", text()))
            .relationship(any(Relationship.values()))
            .development(random.nextInt(4) == 0)
            .detail("digest", any("", "sha1:" + "ab".repeat(20), text()))
            .detail("modularitylabel", any("", text()))
            .detail("repository", any("", "third-party"))
            .detail("confidence", any("", "low", "medium"))
            .detail("cpe", any("", "cpe:2.3:a:x:y:1:*:*:*:*:*:*:*", text()));
    if (random.nextBoolean()) {
      component.source(text(), any("", text()));
    }
    if (!before.isEmpty()) {
      component.dependsOn(
          listOf(2, () -> before.get(random.nextInt(before.size())).component().id()));
    }
    boolean isPlaced = !layers.isEmpty() && random.nextInt(4) > 0;
    return new Placed(
        component.build(),
        isPlaced ? Optional.of(layers.get(random.nextInt(layers.size()))) : Optional.empty());
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> List<T> listOf(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }
}

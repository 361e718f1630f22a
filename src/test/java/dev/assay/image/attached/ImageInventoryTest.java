package dev.assay.image.attached;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Component;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Inventories as bytes.
class ImageInventoryTest {
  private static final ImageFacts IMAGE = image("one");

  private static Digest digest(String of) {
    return Digest.sha256(of.getBytes(StandardCharsets.UTF_8));
  }

  private static ImageFacts image(String name) {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < 3; i++) {
      layers.add(new Layer(digest("layer" + i), digest("diff" + i), 100L << 20, "ADD " + i));
    }
    return new ImageFacts(
        "registry.example.com/" + name,
        List.of(),
        List.of(),
        digest(name),
        digest("config"),
        Platform.DEFAULT,
        "{}",
        layers,
        300L << 20);
  }

  private static Placed placed(Component component, int layer) {
    return new Placed(
        component, layer < 0 ? Optional.empty() : Optional.of(IMAGE.layers().get(layer)));
  }

  private static Inventory restored(Inventory inventory) throws IOException {
    byte[] bytes = ImageInventory.write(inventory, IMAGE);
    assertArrayEquals(bytes, ImageInventory.write(inventory, IMAGE));
    return ImageInventory.read(bytes, IMAGE);
  }

  private static Inventory small() {
    Component odd =
        Component.of(PackageType.DEB, "dpkg", "a\0b", "1\1")
            .path("var/\0/\1/\2/a\0b")
            .source("a\0b", "")
            .build();
    Component full =
        Component.of(PackageType.NPM, "node-pkg", "@scope/näme", "1.0.0-näme")
            .architecture("amd64")
            .source("src-@scope/näme", "1.0.0-näme")
            .licenses(List.of("MIT", "Apache-2.0"))
            .maintainer("Somebody <somebody@example.com>")
            .path("srv/@scope/näme/1.0.0-näme/package.json")
            .relationship(Relationship.INDIRECT)
            .development(true)
            .dependsOn(List.of("b@2", "c@3"))
            .detail("sha1", "0123")
            .detail("evidence", "pom")
            .build();
    Component bare = Component.of(PackageType.NPM, "node-pkg", "", "").build();
    return new Inventory(
        Optional.of(
            new OperatingSystem("debian", "12", "", Optional.of(LocalDate.of(2028, 6, 30)))),
        List.of(placed(odd, 2), placed(full, 0), placed(full, 1), placed(bare, -1)),
        List.of(new Gap("a/b", 7, "cut off"), new Gap("", 1L << 40, "a/b")));
  }

  @Test
  void everyPartComesBack() throws IOException {
    assertEquals(small(), restored(small()));
    var empty = new Inventory(Optional.empty(), List.of(), List.of());
    assertEquals(empty, restored(empty));
  }

  @Test
  void anythingComesBack() throws IOException {
    var random = new Random(23);
    for (int round = 0; round < 200; round++) {
      var components = new ArrayList<Placed>();
      for (int i = random.nextInt(400); i > 0; i--) {
        String name = text(random);
        Component component =
            Component.of(PackageType.values()[random.nextInt(5)], text(random), name, text(random))
                .path(text(random) + name + text(random))
                .source(text(random), text(random))
                .licenses(List.of(text(random)))
                .detail("key" + text(random), "x" + text(random))
                .build();
        components.add(placed(component, random.nextInt(3)));
      }
      var inventory = new Inventory(Optional.empty(), components, List.of());
      assertEquals(inventory, restored(inventory));
    }
  }

  /// Short texts of few letters, so that they are parts of each other.
  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("\0\1\2ab/é".charAt(random.nextInt(7)));
    }
    return text.toString();
  }

  /// Like an application of Node.js: many names, some of them several times, below each other.
  private static Inventory node(int count) {
    var random = new Random(5);
    var names = new ArrayList<String>();
    var components = new ArrayList<Placed>();
    for (int i = 0; i < count; i++) {
      if (i % 3 != 0 || names.isEmpty()) {
        names.add(word(random) + "-" + word(random));
      }
      String name = names.get(i % 3 != 0 ? names.size() - 1 : random.nextInt(names.size()));
      String above = i % 3 != 0 ? "" : names.get(random.nextInt(names.size())) + "/node_modules/";
      String version = random.nextInt(8) + "." + random.nextInt(20) + "." + random.nextInt(10);
      components.add(
          placed(
              Component.of(PackageType.NPM, "node-pkg", name, version)
                  .path("srv/app/node_modules/" + above + name + "/package.json")
                  .licenses(List.of(random.nextInt(5) == 0 ? "ISC" : "MIT"))
                  .build(),
              2));
    }
    components.sort(java.util.Comparator.comparing(p -> p.component().name()));
    return new Inventory(Optional.empty(), components, List.of());
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      word.append("bdfgklmnprst".charAt(random.nextInt(12)))
          .append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  @Test
  void aPackageTakesAboutTenBytes() throws IOException {
    Inventory inventory = node(3_000);
    byte[] bytes = ImageInventory.write(inventory, IMAGE);
    assertTrue(bytes.length < 13 * 3_000, "" + bytes.length);
    assertEquals(inventory, ImageInventory.read(bytes, IMAGE));
  }

  @Test
  void whatIsOfAnotherImageIsRefused() {
    byte[] bytes = ImageInventory.write(small(), IMAGE);
    IOException refused =
        assertThrows(IOException.class, () -> ImageInventory.read(bytes, image("two")));
    assertTrue(String.valueOf(refused.getMessage()).contains("another image"));
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] bytes = ImageInventory.write(small(), IMAGE);
    bytes[7] = 2;
    IOException refused = assertThrows(IOException.class, () -> ImageInventory.read(bytes, IMAGE));
    assertTrue(String.valueOf(refused.getMessage()).contains("another version"));
  }

  @Test
  void damageIsRefusedOrHarmless() {
    byte[] bytes = ImageInventory.write(small(), IMAGE);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThrows(IOException.class, () -> ImageInventory.read(cut, IMAGE));
    }
    var random = new Random(3);
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        ImageInventory.read(damaged, IMAGE);
      } catch (IOException e) {
        assertTrue(e.getMessage() != null);
      }
    }
  }

  @Test
  void damagedTablesAreRefusedOrHarmless() throws IOException {
    // The same behind the checksum of the packing.
    var table = new TableWriter();
    var random = new Random(8);
    for (int round = 0; round < 3_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      var out = new java.io.ByteArrayOutputStream();
      TextColumn.write(List.of(IMAGE.manifestDigest().toString()), out);
      out.writeBytes(noise);
      byte[] packed = packed(out.toByteArray(), table);
      try {
        ImageInventory.read(packed, IMAGE);
      } catch (IOException e) {
        assertTrue(e.getMessage() != null);
      }
    }
  }

  private static byte[] packed(byte[] table, TableWriter empty) throws IOException {
    var packed = new java.io.ByteArrayOutputStream();
    packed.write(empty.packed(), 0, TableWriter.MAGIC.length);
    try (var deflating = new java.util.zip.DeflaterOutputStream(packed)) {
      deflating.write(table);
    }
    return packed.toByteArray();
  }
}

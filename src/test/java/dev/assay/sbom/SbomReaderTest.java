package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Purl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SbomReaderTest {
  private static final Path CASES = Path.of("src", "test", "resources", "sbom");

  private static Sbom read(byte[] content) throws IOException {
    return SbomReader.read(new ByteArrayInputStream(content), "sample");
  }

  private static Sbom read(String content) throws IOException {
    return read(content.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'bomFormat':'CycloneDX','components':[N]}#{'bom-ref':'I','type':'library','name':'a','purl':'pkg:npm/a@I'}",
        "{'bomFormat':'CycloneDX','components':[N]}#{'type':'library','name':'I'}",
        "{'bomFormat':'CycloneDX','dependencies':[N]}#{'ref':'I','dependsOn':['a','b']}",
        "{'spdxVersion':'SPDX-2.3','relationships':[N]}#{'relationshipType':'DEPENDS_ON','spdxElementId':'I','relatedSpdxElement':'a'}",
      })
  void whatADocumentListsIsBounded(String form) {
    String[] parts = form.replace('\'', '"').split("#");
    String items =
        IntStream.range(0, 2_000)
            .mapToObj(i -> parts[1].replace("I", "1." + i))
            .collect(Collectors.joining(","));
    byte[] document = parts[0].replace("N]", items + "]").getBytes(UTF_8);
    Bound bound = new Bound(100_000, () -> new InputFailure("too much"));
    InputFailure refused =
        assertThrows(
            InputFailure.class,
            () -> SbomReader.read(new ByteArrayInputStream(document), "sample", bound));
    assertEquals("too much", refused.getMessage());
    assertDoesNotThrow(() -> read(document));
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsReadAsExpected() throws IOException {
    assertTrue(cases().size() >= 6);
    return cases().stream()
        .map(folder ->
            DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  private static void check(Path folder) throws IOException {
    String actual = shown(read(Files.readAllBytes(folder.resolve("input.json"))));
    Path expected = folder.resolve("expected.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual);
  }

  private static String shown(Sbom sbom) {
    StringBuilder text = new StringBuilder();
    text.append(sbom.format().word()).append(" of ");
    text.append(sbom.system().map(system -> system.id() + " " + system.release()).orElse("-"));
    text.append('\n');
    for (Placed placed : sbom.components()) {
      Component c = placed.component();
      text.append(c.type()).append(' ').append(c.foundBy()).append(' ').append(c.id());
      text.append(" source=").append(c.advisoryName()).append('@').append(c.advisoryVersion());
      text.append(" arch=").append(c.architecture()).append(" path=").append(c.path());
      text.append(" licenses=").append(c.licenses()).append(" needs=").append(c.dependsOn());
      text.append(" details=").append(c.details());
      text.append(" layer=")
          .append(placed.layer().map(Layer::digest).map(Object::toString).orElse("-"));
      text.append('\n');
    }
    sbom.gaps().forEach(gap -> text.append("gap ").append(gap).append('\n'));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'', cannot read sample: it is empty",
    "' ', cannot read sample: it is empty",
    "hello, cannot read sample: no bill of materials",
    "[], cannot read sample: no bill of materials",
    "{}, cannot read sample: no bill of materials",
    "'{\"payload\":\"e30=\"}', cannot read sample: no bill of materials",
    "'{\"payload\":\"%\"}', cannot read sample: no bill of materials",
    "<bom/>, cannot read sample: no bill of materials",
    "'<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">', 'cannot read sample: it is no XML from"
        + " line 1 on'",
    "'<!DOCTYPE bom [<!ENTITY x \"y\">]><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\"/>',"
        + " cannot read sample: it has a document type",
    "'<x xmlns=\"http://cyclonedx.org/schema/bom/1.4\"/>', cannot read sample: no bill of"
        + " materials",
    "'SPDXVersion: SPDX-3.0', cannot read sample: no bill of materials",
    "'SPDXVersion: SPDX-2.3\n"
        + "PackageSourceInfo: <text>a\n"
        + "b', cannot read sample: the text that begins in line 2 does not end",
    "'{\"@context\":\"x\",\"@graph\":[]}', cannot read sample: SPDX 3 is not read in this version",
    "'{\"bomFormat\":\"CycloneDX\"} x', 'cannot read sample: not valid JSON at line 1, column 27'",
    "'{\"bomFormat\":\"CycloneDX\"', 'cannot read sample: not valid JSON at line 1, column 25'",
  })
  void whatIsNoneIsRefusedInASentence(String content, String message) {
    InputFailure failure = assertThrows(InputFailure.class, () -> read(content));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void anEndlessWrappingIsRefused() {
    String inner = "{}";
    for (int i = 0; i < 10; i++) {
      inner =
          "{\"payload\":\""
              + java.util.Base64.getEncoder().encodeToString(inner.getBytes(UTF_8))
              + "\"}";
    }
    String wrapped = inner;
    InputFailure failure = assertThrows(InputFailure.class, () -> read(wrapped));
    assertEquals("cannot read sample: wrapped too often", failure.getMessage());
  }

  @Test
  void theDistributionIsWhatMostPackagesSayWhereNoRecordSaysIt() throws IOException {
    String sbom =
        """
        {"bomFormat":"CycloneDX","components":[
          {"type":"library","name":"a","purl":"pkg:deb/debian/a@1?distro=debian-11"},
          {"type":"library","name":"b","purl":"pkg:deb/debian/b@1?distro=debian-12"},
          {"type":"library","name":"c","purl":"pkg:deb/debian/c@1?distro=debian-12"},
          {"type":"library","name":"d","purl":"pkg:npm/d@1?distro=debian-13"}]}
        """;
    assertEquals(Optional.of(new Sbom.SystemName("debian", "12")), read(sbom).system());
    assertEquals(
        Optional.of(new Sbom.SystemName("alpine", "3.10.9")),
        PurlComponent.system("pkg:apk/alpine/musl@1?arch=x86_64&distro=3.10.9"));
    assertEquals(
        Optional.of(new Sbom.SystemName("opensuse-leap", "15.5")),
        PurlComponent.system("pkg:rpm/opensuse/zlib@1?distro=opensuse-leap-15.5"));
  }

  /// What we would write for a component is read back as that component.
  @Test
  void thePackageUrlOfEveryKindLeadsBackToItsComponent() {
    Optional<OperatingSystem> debian =
        Optional.of(new OperatingSystem("debian", "11.6", "", Optional.empty()));
    for (PackageType type : PackageType.values()) {
      String name =
          switch (type) {
            case MAVEN -> "org.example:name";
            case NPM -> "@scope/name";
            case GO, COMPOSER, SWIFT -> "example.org/some/name";
            default -> "name";
          };
      String version = type.isSystem() ? "1:2.0-1" : "2.0";
      Component component =
          Component.of(type, "any", name, version)
              .architecture(type.isSystem() ? "amd64" : "")
              .build();
      String purl = Purl.of(component, debian).orElseThrow().toString();
      Component back = PurlComponent.of(purl, "", "any").orElseThrow().build();
      if (type.isSystem()) {
        assertEquals(component.id().replace("1:", ""), back.id().replace("1:", ""), purl);
      } else {
        assertEquals(component, back, purl);
      }
    }
  }

  @Test
  void damagedDocumentsEndInASentence() throws IOException {
    Random random = new Random(20261122);
    for (Path folder : cases()) {
      byte[] whole = Files.readAllBytes(folder.resolve("input.json"));
      for (int i = 0; i < 150; i++) {
        byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          read(damaged);
        } catch (InputFailure e) {
          assertFalse(e.getMessage().isBlank());
        }
      }
    }
  }

  @Test
  void namesThatNoPackageUrlCanHaveDoNotStopTheReading() throws IOException {
    String sbom =
        """
        {"bomFormat":"CycloneDX","components":[
          {"type":"library","name":"\\u0000","purl":"pkg:npm/%00@%0a"},
          {"type":"library","name":7,"purl":["x"]},
          {"type":"library","purl":"pkg:"},
          "text", null, [[]]],
         "dependencies":[{"ref":null,"dependsOn":"x"}, 3]}
        """;
    assertEquals(1, read(sbom).components().size());
  }
}

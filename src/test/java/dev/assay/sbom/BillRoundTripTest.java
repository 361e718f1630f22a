package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read is what was written, whatever an image calls its packages, in every format.
class BillRoundTripTest {
  static List<String> formats() {
    return BillFormat.names().stream().filter(name -> name.contains("@")).toList();
  }

  static byte[] written(Bill bill, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BillWriter.write(bill, BillFormat.of(format).orElseThrow(), out);
    return out.toByteArray();
  }

  private static Sbom read(byte[] document) throws IOException {
    return SbomReader.read(new ByteArrayInputStream(document), "sample");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsReadIsWhatWasWritten(String format) throws IOException {
    RandomBills bills = new RandomBills(20261122);
    for (int i = 0; i < 120; i++) {
      Bill bill = bills.next();
      byte[] document = written(bill, format);
      String shown = "bill " + i + ":\n" + new String(document, UTF_8);
      Sbom read = read(document);
      assertEquals(lines(bill.inventory().components()), lines(read.components()), shown);
      assertEquals(bill.inventory().gaps(), read.gaps(), shown);
      Optional<OperatingSystem> system = read.system().flatMap(Sbom.SystemName::known);
      assertEquals(bill.inventory().operatingSystem(), system, shown);
      assertArrayEquals(document, written(bill, format));
    }
  }

  /// Each component on a line, with the needs that are there; equal ones once.
  private static TreeSet<String> lines(List<Placed> components) {
    TreeSet<String> lines = new TreeSet<>();
    for (Placed placed : components) {
      Component one = placed.component();
      List<String> needs =
          one.dependsOn().stream()
              .filter(id -> components.stream().anyMatch(other -> isMeant(id, other, placed)))
              .sorted()
              .distinct()
              .toList();
      lines.add(
          new Component(
                      one.type(),
                      one.foundBy(),
                      one.name(),
                      one.version(),
                      one.architecture(),
                      one.sourceName(),
                      one.sourceVersion(),
                      one.licenses(),
                      one.maintainer(),
                      one.path(),
                      one.relationship(),
                      one.isDevelopment(),
                      needs,
                      one.details())
                  .toString()
              + placed.layer());
    }
    return lines;
  }

  private static boolean isMeant(String id, Placed other, Placed one) {
    return other != one
        && other.component().id().equals(id)
        && other.component().type() == one.component().type();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void damagedDocumentsEndInASentence(String format) throws IOException {
    Random random = new Random(20261122);
    for (int i = 0; i < 10; i++) {
      byte[] whole = written(new RandomBills(i).next(), format);
      for (int j = 0; j < 30; j++) {
        byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          read(damaged);
        } catch (InputFailure e) {
          assertFalse(String.valueOf(e.getMessage()).isBlank());
        }
      }
    }
  }

  @Test
  void aDocumentOfOneEndlessComponentIsRefusedBeforeItFillsTheMemory() {
    Bound bound = new Bound(1_000_000, () -> new InputFailure("more than fits"));
    String property = "<property name=\"a\">b</property>";
    assertTooMuch(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><components><component><properties>"
            + property.repeat(20_000),
        bound);
    assertTooMuch(
        "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n"
            + "ExternalRef: OTHER x y\n".repeat(20_000),
        bound);
  }

  private static void assertTooMuch(String document, Bound bound) {
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () -> SbomReader.read(new ByteArrayInputStream(document.getBytes(UTF_8)), "x", bound));
    assertTrue(String.valueOf(failure.getMessage()).endsWith("more than fits"));
  }

  @Test
  void everyTextIsCarriedWhole() {
    for (int c = 0; c <= 0xFFFF; c++) {
      String text = "x" + (char) c + "%41" + (char) c;
      assertEquals(text, Plain.decode(Plain.encode(text)));
    }
    assertEquals("%", Plain.decode("%"));
    assertEquals("%u12", Plain.decode("%u12"));
    assertEquals("100%", Plain.decode(Plain.encode("100%")));
  }
}

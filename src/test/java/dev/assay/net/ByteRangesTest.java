package dev.assay.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Answers of several parts.
class ByteRangesTest {
  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The example of RFC 9110, section 15.3.7.2, with shorter parts.
  private static final String ANSWER =
      """
      preamble\r
      --THIS_STRING_SEPARATES\r
      Content-Type: application/pdf\r
      Content-Range: bytes 500-504/8000\r
      \r
      first\r
      --THIS_STRING_SEPARATES\r
      content-range: bytes 7000-7005/*\r
      \r
      second\r
      --THIS_STRING_SEPARATES--\r
      """;

  private static ByteRanges open(String body) {
    String type = "multipart/byteranges; boundary=THIS_STRING_SEPARATES";
    return ByteRanges.open(type, body(body)).orElseThrow();
  }

  @Test
  void givesPartAfterPart() throws IOException {
    ByteRanges ranges = open(ANSWER);
    assertEquals(Optional.of(new ByteRanges.Range(500, 504, 8000)), ranges.next());
    assertEquals("first", new String(ranges.content().readNBytes(5), StandardCharsets.UTF_8));
    assertEquals(Optional.of(new ByteRanges.Range(7000, 7005, -1)), ranges.next());
    assertEquals("second", new String(ranges.content().readNBytes(6), StandardCharsets.UTF_8));
    assertEquals(Optional.empty(), ranges.next());
    assertEquals(ANSWER.length() - 11, ranges.takeHeadBytes());
  }

  @Test
  void takesABoundaryInQuotes() {
    assertTrue(ByteRanges.open("Multipart/Byteranges; boundary=\"a b\"", body("")).isPresent());
  }

  @Test
  void otherAnswersHaveNoParts() {
    assertTrue(ByteRanges.open("application/octet-stream", body("")).isEmpty());
    assertTrue(ByteRanges.open("multipart/byteranges", body("")).isEmpty());
  }

  @Test
  void whatBreaksOffIsNoEnd() {
    for (int length = 0; length < ANSWER.indexOf("first"); length++) {
      ByteRanges ranges = open(ANSWER.substring(0, length));
      assertThrows(EOFException.class, ranges::next);
    }
  }

  @Test
  void endlessHeadsAreRefused() throws IOException {
    assertThrows(IOException.class, () -> open("x".repeat(100_000)).next());
    assertEquals(Optional.empty(), open("x\n".repeat(1_000)).next());
    assertEquals(
        Optional.empty(), open("--THIS_STRING_SEPARATES\n" + "a: b\n".repeat(1_000)).next());
  }

  @Test
  void rangesOfNothingKnownAreNone() {
    assertEquals(Optional.empty(), ByteRanges.range("bytes */200"));
    assertEquals(Optional.empty(), ByteRanges.range("lines 1-2/3"));
    assertEquals(Optional.empty(), ByteRanges.range("bytes 1-99999999999999999999/3"));
  }
}

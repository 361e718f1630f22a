package dev.assay.format.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static List<String> read(byte[] content, int chunk) throws IOException {
    var lines = new Lines(new Trickle(content, chunk));
    var texts = new ArrayList<String>();
    while (lines.next()) {
      texts.add(lines.text());
      assertEquals(texts.size(), lines.number());
    }
    return texts;
  }

  @Test
  void endsLinesAsAnyoneWouldInPiecesOfAnySize() throws IOException {
    var random = new Random(3);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder(random.nextBoolean() ? "\uFEFFa" : "");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(List.of("a", "é漢", "\n", "\r\n", " ").get(random.nextInt(5)));
      }
      String whole = text.toString();
      List<String> expected = whole.replace("\uFEFF", "").replace("\r\n", "\n").lines().toList();
      assertEquals(expected, read(whole.getBytes(UTF_8), 1 + random.nextInt(5)), whole);
    }
  }

  @Test
  void keepsOnlyTheBeginningOfAnEndlessLine() throws IOException {
    byte[] content = new byte[3 * Lines.MAX_LINE_BYTES];
    Arrays.fill(content, (byte) 'x');
    content[content.length - 2] = '\n';
    var lines = new Lines(new ByteArrayInputStream(content));
    assertTrue(lines.next());
    assertTrue(lines.isCut());
    assertEquals(Lines.MAX_LINE_BYTES, lines.length());
    assertTrue(lines.next());
    assertEquals("x", lines.text());
    assertFalse(lines.isCut());
    assertFalse(lines.next());
  }

  @Test
  void quotesNothingThatMovesATerminal() {
    assertEquals("a\uFFFD[31mb", Lines.excerpt("a\u001b[31mb"));
    assertEquals(41, Lines.excerpt("x".repeat(1000)).length());
  }

  /// Hands out a few bytes at a time, as networks do.
  private static final class Trickle extends InputStream {
    private final InputStream in;
    private final int chunk;

    Trickle(byte[] content, int chunk) {
      this.in = new ByteArrayInputStream(content);
      this.chunk = chunk;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, Math.min(length, chunk));
    }
  }
}

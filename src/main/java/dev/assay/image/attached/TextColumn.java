package dev.assay.image.attached;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Texts that stand below each other in a table, as bytes that pack well. `docs/inventory.md`
/// describes them.
///
/// For each text a byte: 0 for one that is new, else how many different texts have come since it
/// stood there, itself included. Then for each new text a byte: how many bytes at its front are
/// those of the new text before. Then for each new text the rest in UTF-8, ended by 0.
final class TextColumn {
  private static final int MAX_RECENT = 255;
  private static final int END = 0;
  private static final int ESCAPE = 1;
  private static final int ESCAPED_END = 2;

  private TextColumn() {}

  static void write(List<String> texts, ByteArrayOutputStream out) {
    var recent = new ArrayList<String>();
    var fronts = new ByteArrayOutputStream();
    var rests = new ByteArrayOutputStream();
    byte[] before = new byte[0];
    for (String text : texts) {
      int place = recent.lastIndexOf(text);
      out.write(place < 0 ? 0 : recent.size() - place);
      if (place >= 0) {
        recent.remove(place);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int front = front(before, bytes);
        fronts.write(front);
        rest(bytes, front, rests);
        before = bytes;
      }
      remember(text, recent);
    }
    out.writeBytes(fronts.toByteArray());
    out.writeBytes(rests.toByteArray());
  }

  /// @param recent the newest last
  private static void remember(String text, List<String> recent) {
    recent.add(text);
    if (recent.size() > MAX_RECENT) {
      recent.removeFirst();
    }
  }

  private static int front(byte[] before, byte[] bytes) {
    int most = Math.min(255, Math.min(before.length, bytes.length));
    int front = 0;
    while (front < most && before[front] == bytes[front]) {
      front++;
    }
    return front;
  }

  private static void rest(byte[] bytes, int from, ByteArrayOutputStream out) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == END || bytes[i] == ESCAPE) {
        out.write(ESCAPE);
        out.write(bytes[i] == END ? ESCAPED_END : ESCAPE);
      } else {
        out.write(bytes[i]);
      }
    }
    out.write(END);
  }

  /// Reads as many texts.
  ///
  /// @throws IOException where the bytes end before, or are none
  static List<String> read(ByteBuffer in, int count) throws IOException {
    byte[] ranks = bytes(in, count);
    int fresh = 0;
    for (byte rank : ranks) {
      fresh += rank == 0 ? 1 : 0;
    }
    byte[] fronts = bytes(in, fresh);
    var texts = new ArrayList<String>(count);
    var recent = new ArrayList<String>();
    byte[] before = new byte[0];
    int next = 0;
    for (byte rank : ranks) {
      String text;
      if (rank == 0) {
        before = text(in, before, fronts[next++] & 0xff);
        text = new String(before, StandardCharsets.UTF_8);
      } else if ((rank & 0xff) <= recent.size()) {
        text = recent.remove(recent.size() - (rank & 0xff));
      } else {
        throw new IOException("damaged: a text that was never there");
      }
      remember(text, recent);
      texts.add(text);
    }
    return texts;
  }

  private static byte[] bytes(ByteBuffer in, int count) throws IOException {
    if (count > in.remaining()) {
      throw new EOFException("damaged: it ends too soon");
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static byte[] text(ByteBuffer in, byte[] before, int front) throws IOException {
    if (front > before.length) {
      throw new IOException("damaged: a text that begins like a longer one");
    }
    var text = new ByteArrayOutputStream();
    text.write(before, 0, front);
    for (int b = next(in); b != END; b = next(in)) {
      if (b == ESCAPE) {
        text.write(next(in) == ESCAPED_END ? END : ESCAPE);
      } else {
        text.write(b);
      }
    }
    return text.toByteArray();
  }

  private static int next(ByteBuffer in) throws IOException {
    if (!in.hasRemaining()) {
      throw new EOFException("damaged: it ends too soon");
    }
    return in.get() & 0xff;
  }
}

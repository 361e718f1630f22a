package dev.assay.format.rpmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What rpm knows about one package. A tag that is missing, or of another type than asked for, is
/// empty.
public final class RpmHeader {
  /// The most entries that rpm itself takes.
  private static final int MAX_ENTRIES = 0xffff;

  private static final int ENTRY = 16;
  private static final int INT32 = 4;
  private static final int INT64 = 5;
  private static final int TEXT = 6;
  private static final int BINARY = 7;
  private static final int TEXTS = 8;
  private static final int TRANSLATED = 9;

  private record Entry(int type, int offset, int count) {}

  private final ByteBuffer data;
  private final Map<Integer, Entry> entries;

  private RpmHeader(ByteBuffer data, Map<Integer, Entry> entries) {
    this.data = data;
    this.entries = entries;
  }

  /// Reads the index of a header; values are read when they are asked for.
  ///
  /// @param header big-endian; what follows the header is left alone
  /// @throws InputFailure where it is none
  public static RpmHeader parse(ByteBuffer header) {
    if (header.remaining() < 8) {
      throw new InputFailure("a header of " + header.remaining() + " bytes");
    }
    ByteBuffer bytes = header.slice();
    long count = bytes.getInt(0) & 0xffff_ffffL;
    long length = bytes.getInt(4) & 0xffff_ffffL;
    long start = 8 + count * ENTRY;
    if (count < 1 || count > MAX_ENTRIES || start + length > bytes.remaining()) {
      throw new InputFailure(
          "a header of " + count + " entries and " + length + " bytes in " + bytes.remaining());
    }
    ByteBuffer data = bytes.slice((int) start, (int) length);
    Map<Integer, Entry> entries = new HashMap<>();
    for (int at = 8; at < start; at += ENTRY) {
      int offset = bytes.getInt(at + 8);
      int items = bytes.getInt(at + 12);
      boolean isRegion = bytes.getInt(at) >= 61 && bytes.getInt(at) <= 63;
      if (!isRegion && (offset < 0 || offset > length || items < 0 || items > length - offset)) {
        throw new InputFailure("tag " + bytes.getInt(at) + " lies outside of its header");
      }
      entries.put(bytes.getInt(at), new Entry(bytes.getInt(at + 4), offset, items));
    }
    return new RpmHeader(data, entries);
  }

  /// A text; of several or translated ones the first.
  public String text(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || (entry.type != TEXT && entry.type != TEXTS && entry.type != TRANSLATED)) {
      return "";
    }
    return textAt(entry.offset, textEnd(entry.offset));
  }

  /// All texts of a tag.
  public List<String> texts(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || (entry.type != TEXTS && entry.type != TEXT)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    int start = entry.offset;
    for (int i = 0; i < entry.count && start < data.limit(); i++) {
      int end = textEnd(start);
      texts.add(textAt(start, end));
      start = end + 1;
    }
    return texts;
  }

  private int textEnd(int start) {
    int end = start;
    while (end < data.limit() && data.get(end) != 0) {
      end++;
    }
    return end;
  }

  private String textAt(int start, int end) {
    byte[] bytes = new byte[end - start];
    data.get(start, bytes);
    return new String(bytes, UTF_8);
  }

  /// A number of 32 or 64 bits; of several the first.
  public OptionalLong number(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.count == 0) {
      return OptionalLong.empty();
    }
    int room = data.limit() - entry.offset;
    if (entry.type == INT32 && room >= 4) {
      return OptionalLong.of(data.getInt(entry.offset) & 0xffff_ffffL);
    }
    return entry.type == INT64 && room >= 8
        ? OptionalLong.of(data.getLong(entry.offset))
        : OptionalLong.empty();
  }

  /// All numbers of 32 bits.
  public int[] numbers(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type != INT32) {
      return new int[0];
    }
    int[] numbers = new int[Math.min(entry.count, (data.limit() - entry.offset) / 4)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = data.getInt(entry.offset + 4 * i);
    }
    return numbers;
  }

  /// Binary data.
  public byte[] bytes(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type != BINARY) {
      return new byte[0];
    }
    byte[] bytes = new byte[entry.count];
    data.get(entry.offset, bytes);
    return bytes;
  }
}

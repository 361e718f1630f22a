package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One value of a DER document, with the bytes it stands in: what was signed is a part of the
/// document and must not be encoded anew. Lengths are definite, they, numbers and object
/// identifiers as short as can be, tags are of one byte.
///
/// Source: ITU-T X.690
public final class Der {
  /// Tags, with the class and the bit that says whether there are values inside.
  public static final int BOOLEAN = 0x01;

  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int OID = 0x06;
  public static final int GENERALIZED_TIME = 0x18;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;

  /// More of it would be no long.
  private static final long MAX_ARC = Long.MAX_VALUE >> 7;

  /// Longer than the modulus of the longest RSA key that is accepted. To write a number of some
  /// megabytes down, or to make an object identifier of it, takes hours.
  private static final int MAX_NUMBER_BYTES = 2_048;

  private static final int MAX_OID_BYTES = 256;

  /// More values side by side than any signature has.
  private static final int MAX_VALUES = 10_000;

  private final byte[] bytes;
  private final int start;
  private final int content;
  private final int end;

  private Der(byte[] bytes, int start, int content, int end) {
    this.bytes = bytes;
    this.start = start;
    this.content = content;
    this.end = end;
  }

  /// Reads a document that is one value.
  ///
  /// @throws InputFailure where it is none, or something follows
  public static Der read(byte[] document) {
    Der value = at(document, 0, document.length);
    if (value.end != document.length) {
      throw broken("bytes follow the value", value.end);
    }
    return value;
  }

  private static Der at(byte[] bytes, int start, int limit) {
    if (limit - start < 2) {
      throw broken("it ends early", start);
    }
    if ((bytes[start] & 0x1f) == 0x1f) {
      throw broken("a tag of several bytes", start);
    }
    int first = bytes[start + 1] & 0xff;
    if (first < 0x80) {
      return within(bytes, start, start + 2, first, limit);
    }
    int count = first & 0x7f;
    if (count == 0 || count > 4 || limit - start - 2 < count) {
      throw broken("a length that is not definite, or too long", start);
    }
    long length = new BigInteger(1, bytes, start + 2, count).longValue();
    boolean isShortest = length >= 0x80 && (bytes[start + 2] != 0);
    if (!isShortest) {
      throw broken("a length that is not the shortest", start);
    }
    return within(bytes, start, start + 2 + count, length, limit);
  }

  private static Der within(byte[] bytes, int start, int content, long length, int limit) {
    if (length > limit - content) {
      throw broken("a length beyond the end", start);
    }
    return new Der(bytes, start, content, content + (int) length);
  }

  private static InputFailure broken(String problem, int position) {
    return new InputFailure("cannot read DER: " + problem + " at byte " + position);
  }

  /// The tag byte.
  public int tag() {
    return bytes[start] & 0xff;
  }

  /// Whether this is the value with that context-specific number, of either form.
  public boolean isContext(int number) {
    return (tag() & 0xdf) == (0x80 | number);
  }

  /// The same value, which must have this tag.
  public Der as(int tag) {
    if (tag() != tag) {
      throw broken("tag " + tag() + " where " + tag + " should be", start);
    }
    return this;
  }

  /// The bytes inside.
  public byte[] content() {
    return Arrays.copyOfRange(bytes, content, end);
  }

  /// All bytes of the value.
  public byte[] encoded() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /// The values inside.
  public List<Der> items() {
    List<Der> items = new ArrayList<>();
    for (int at = content; at < end; ) {
      Der item = at(bytes, at, end);
      items.add(item);
      if (items.size() > MAX_VALUES) {
        throw broken("more than " + MAX_VALUES + " values", start);
      }
      at = item.end;
    }
    return items;
  }

  /// The value inside at that place.
  public Der item(int place) {
    List<Der> items = items();
    if (place >= items.size()) {
      throw broken("a value is missing", start);
    }
    return items.get(place);
  }

  /// The number of an INTEGER.
  public BigInteger integer() {
    as(INTEGER);
    if (content == end || end - content > MAX_NUMBER_BYTES) {
      throw broken("a number that is empty, or too long", start);
    }
    // The first byte must say more than that the second one's sign is its own.
    if (end - content > 1 && bytes[content] == bytes[content + 1] >> 7) {
      throw broken("a number that is not the shortest", start);
    }
    return new BigInteger(bytes, content, end - content);
  }

  /// The truth of a BOOLEAN.
  public boolean truth() {
    as(BOOLEAN);
    if (end - content != 1 || (bytes[content] != 0 && bytes[content] != -1)) {
      throw broken("a truth that is neither", start);
    }
    return bytes[content] != 0;
  }

  /// The object identifier in dots.
  public String oid() {
    as(OID);
    if (content == end || bytes[end - 1] < 0 || end - content > MAX_OID_BYTES) {
      throw broken("an object identifier that does not end, or not soon", start);
    }
    for (int at = content; at < end; at++) {
      boolean isFirst = at == content || bytes[at - 1] >= 0;
      if (isFirst && bytes[at] == (byte) 0x80) {
        throw broken("an object identifier that is not the shortest", start);
      }
    }
    StringBuilder text = new StringBuilder();
    long arc = 0;
    for (int at = content; at < end; at++) {
      if (arc > MAX_ARC) {
        return longOid();
      }
      arc = arc << 7 | (bytes[at] & 0x7f);
      if (bytes[at] >= 0) {
        if (text.isEmpty()) {
          long root = Math.min(arc, 80) / 40;
          text.append(root).append('.').append(arc - 40 * root);
        } else {
          text.append('.').append(arc);
        }
        arc = 0;
      }
    }
    return text.toString();
  }

  /// One with a number such as those made of a UUID.
  private String longOid() {
    StringBuilder text = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (int at = content; at < end; at++) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(bytes[at] & 0x7f));
      if (bytes[at] >= 0) {
        append(text, arc);
        arc = BigInteger.ZERO;
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, BigInteger arc) {
    if (!text.isEmpty()) {
      text.append('.').append(arc);
      return;
    }
    int root = arc.min(BigInteger.valueOf(80)).intValue() / 40;
    text.append(root).append('.').append(arc.subtract(BigInteger.valueOf(40L * root)));
  }

  /// A value made of a tag and what is inside.
  public static byte[] write(int tag, byte[]... parts) {
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      inside.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = inside.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int skip = digits[0] == 0 ? 1 : 0;
      out.write(0x80 | (digits.length - skip));
      out.write(digits, skip, digits.length - skip);
    }
    out.writeBytes(inside.toByteArray());
    return out.toByteArray();
  }
}

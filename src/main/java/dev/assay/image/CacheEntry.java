package dev.assay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Digest;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The bytes of one entry of an analysis cache, wherever it is kept, and its name. The layout is in
/// this package's description.
final class CacheEntry {
  private static final byte[] MAGIC = {'A', 'S', 'A', 'Y', 'I', 'N', 'V', 4};

  /// Behind the magic: the checksum, and the length of the values without and with deflating.
  private static final int HEAD_BYTES = MAGIC.length + 3 * Integer.BYTES;

  private static final int FIRST_BYTES = 32 << 10;

  /// No honest entry is larger, packed or unpacked.
  static final int MAX_BYTES = 256 << 20;

  /// No deflate data unpacks to more than so many times its length.
  private static final int MAX_RATIO = 1032;

  interface Reading<T> {
    T read(Input in) throws IOException;
  }

  private CacheEntry() {}

  static String layer(Digest layer, Digest rules) {
    return name("layer", layer, rules);
  }

  static String image(Digest manifest, Digest rules) {
    return name("image", manifest, rules);
  }

  private static String name(String kind, Digest digest, Digest rules) {
    return kind + "-" + digest.hex() + "-" + rules.hex().substring(0, 16);
  }

  static byte[] pack(Consumer<Output> writing) {
    Output out = new Output();
    writing.accept(out);
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(out.values, 0, out.valueBytes);
      deflater.finish();
      byte[] entry = new byte[HEAD_BYTES + out.valueBytes / 3 + out.hashBytes + 64];
      int end = HEAD_BYTES;
      while (!deflater.finished()) {
        entry = end < entry.length ? entry : Arrays.copyOf(entry, 2 * entry.length);
        end += deflater.deflate(entry, end, entry.length - end);
      }
      entry = Arrays.copyOf(entry, Math.addExact(end, out.hashBytes));
      System.arraycopy(out.hashes, 0, entry, end, out.hashBytes);
      ByteBuffer head = ByteBuffer.wrap(entry).put(MAGIC);
      head.putInt(0).putInt(out.valueBytes).putInt(end - HEAD_BYTES);
      head.putInt(MAGIC.length, checksum(entry));
      return entry;
    } finally {
      deflater.end();
    }
  }

  /// Damage is what it is to find; who may write to the cache may as well compute another one.
  private static int checksum(byte[] entry) {
    var sum = new CRC32();
    int from = MAGIC.length + Integer.BYTES;
    sum.update(entry, from, entry.length - from);
    return (int) sum.getValue();
  }

  /// @throws IOException where it is damaged, or of another version
  static <T> T unpack(byte[] entry, Reading<T> reading) throws IOException {
    boolean isOurs =
        entry.length >= HEAD_BYTES && Arrays.equals(entry, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    if (!isOurs) {
      throw new IOException("another format");
    }
    ByteBuffer head = ByteBuffer.wrap(entry, MAGIC.length, 3 * Integer.BYTES);
    int checksum = head.getInt();
    int valueBytes = head.getInt();
    int packedBytes = head.getInt();
    if (checksum != checksum(entry)) {
      throw new IOException("another checksum");
    }
    boolean isPossible =
        valueBytes >= 0
            && valueBytes <= MAX_BYTES
            && valueBytes / MAX_RATIO <= packedBytes
            && packedBytes >= 0
            && packedBytes <= entry.length - HEAD_BYTES;
    if (!isPossible) {
      throw new IOException("lengths of " + valueBytes + " and " + packedBytes);
    }
    int hashes = HEAD_BYTES + packedBytes;
    try {
      return reading.read(
          new Input(
              inflated(entry, packedBytes, valueBytes),
              ByteBuffer.wrap(entry, hashes, entry.length - hashes)));
    } catch (BufferUnderflowException e) {
      throw new IOException("it ends too early", e);
    }
  }

  private static byte[] inflated(byte[] entry, int packedBytes, int bytes) throws IOException {
    var inflater = new Inflater();
    try {
      inflater.setInput(entry, HEAD_BYTES, packedBytes);
      byte[] values = new byte[bytes];
      int end = 0;
      int more = 1;
      while (end < bytes && more > 0) {
        more = inflater.inflate(values, end, bytes - end);
        end += more;
      }
      if (end < bytes) {
        throw new IOException("it ends too early");
      }
      return values;
    } catch (DataFormatException e) {
      throw new IOException("damaged", e);
    } finally {
      inflater.end();
    }
  }

  /// Takes values one after the other. Hashes are kept apart, as no effort makes them smaller.
  static final class Output {
    private byte[] values = new byte[FIRST_BYTES];
    private byte[] hashes = new byte[0];
    private int valueBytes;
    private int hashBytes;

    void number(int value) {
      room(Integer.BYTES);
      values[valueBytes++] = (byte) (value >> 24);
      values[valueBytes++] = (byte) (value >> 16);
      values[valueBytes++] = (byte) (value >> 8);
      values[valueBytes++] = (byte) value;
    }

    void number(long value) {
      number((int) (value >> 32));
      number((int) value);
    }

    void truth(boolean value) {
      room(1);
      values[valueBytes++] = (byte) (value ? 1 : 0);
    }

    void text(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      number(bytes.length);
      room(bytes.length);
      System.arraycopy(bytes, 0, values, valueBytes, bytes.length);
      valueBytes += bytes.length;
    }

    void hashes(long[] some) {
      number(some.length);
      int from = hashBytes;
      hashBytes = Math.addExact(from, Math.multiplyExact(some.length, Long.BYTES));
      hashes = Arrays.copyOf(hashes, hashBytes);
      ByteBuffer.wrap(hashes, from, hashBytes - from).asLongBuffer().put(some);
    }

    private void room(int bytes) {
      int end = Math.addExact(valueBytes, bytes);
      if (end > values.length) {
        values = Arrays.copyOf(values, Math.max(end, 2 * values.length));
      }
    }
  }

  /// Gives them back. What is read past the end is a `BufferUnderflowException`.
  ///
  /// Values are taken from the array itself: tens of thousands are before anything is compiled.
  static final class Input {
    private final byte[] values;
    private final ByteBuffer hashes;
    private int at;

    private Input(byte[] values, ByteBuffer hashes) {
      this.values = values;
      this.hashes = hashes;
    }

    int number() {
      int from = skip(Integer.BYTES);
      return values[from] << 24
          | (values[from + 1] & 0xff) << 16
          | (values[from + 2] & 0xff) << 8
          | (values[from + 3] & 0xff);
    }

    long longNumber() {
      return (long) number() << 32 | Integer.toUnsignedLong(number());
    }

    boolean truth() {
      return values[skip(1)] != 0;
    }

    String text() throws IOException {
      int length = number();
      if (length == 0) {
        return ""; // as half of them are
      }
      check(length, values.length - at);
      return new String(values, skip(length), length, UTF_8);
    }

    long[] hashes() throws IOException {
      int length = number();
      check(length, hashes.remaining() / Long.BYTES);
      long[] some = new long[length];
      hashes.asLongBuffer().get(some);
      hashes.position(hashes.position() + some.length * Long.BYTES);
      return some;
    }

    /// A length from a damaged entry must not take all memory there is.
    private static void check(int length, int most) throws IOException {
      if (length < 0 || length > most) {
        throw new IOException("a length of " + length);
      }
    }

    /// @return where those bytes begin
    private int skip(int bytes) {
      int from = at;
      if (bytes > values.length - from) {
        throw new BufferUnderflowException();
      }
      at = from + bytes;
      return from;
    }
  }
}

package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A table of a flatbuffer. A table starts with the distance back to its vtable, which holds its
/// own length, the table's, and for each field its distance from the table's start, 0 where it is
/// absent. Strings, vectors and tables are reached by distances forward. Every distance is checked
/// before it is followed.
///
/// Source: <https://flatbuffers.dev/internals/>
final class FlatTable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// No name or digest is longer.
  private static final int MAX_TEXT_BYTES = 64 << 10;

  private final byte[] bytes;
  private final int start;
  private final int vtable;
  private final int vtableBytes;

  private FlatTable(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    this.vtable = checked(start - (long) number(start), 4);
    this.vtableBytes = half(vtable);
  }

  /// The table that the buffer is about.
  ///
  /// @throws InputFailure as every method, where a distance leads out of the buffer
  static FlatTable root(byte[] bytes) {
    if (bytes.length < 8) {
      throw broken();
    }
    long at = (int) INT.get(bytes, 0) & 0xffffffffL;
    if (at > bytes.length - 4) {
      throw broken();
    }
    return new FlatTable(bytes, (int) at);
  }

  private static InputFailure broken() {
    return new InputFailure("the ztoc is damaged: a distance leads out of it");
  }

  private int checked(long at, int size) {
    if (at < 0 || at > bytes.length - size) {
      throw broken();
    }
    return (int) at;
  }

  private int number(long at) {
    return (int) INT.get(bytes, checked(at, 4));
  }

  private int half(long at) {
    int place = checked(at, 2);
    return (bytes[place] & 0xff) | (bytes[place + 1] & 0xff) << 8;
  }

  /// Where a field is, or 0.
  private int field(int id) {
    int slot = 4 + 2 * id;
    int distance = slot + 2 > vtableBytes ? 0 : half(vtable + (long) slot);
    return distance == 0 ? 0 : checked((long) start + distance, 1);
  }

  /// A byte, or the standard value.
  int byteAt(int id, int standard) {
    int at = field(id);
    return at == 0 ? standard : bytes[at];
  }

  /// A number of eight bytes, 0 where it is absent.
  long longAt(int id) {
    int at = field(id);
    return at == 0 ? 0 : (long) LONG.get(bytes, checked(at, 8));
  }

  /// What a field leads to, or 0.
  private int target(int at) {
    return at == 0 ? 0 : checked(at + (number(at) & 0xffffffffL), 4);
  }

  /// A text, empty where it is absent.
  String text(int id) {
    return textAt(target(field(id)));
  }

  private String textAt(int at) {
    if (at == 0) {
      return "";
    }
    int length = number(at);
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw new InputFailure("the ztoc is damaged: a text that is too long");
    }
    checked((long) at + 4, length);
    return new String(bytes, at + 4, length, StandardCharsets.UTF_8);
  }

  /// A table in this one.
  Optional<FlatTable> table(int id) {
    int at = target(field(id));
    return at == 0 ? Optional.empty() : Optional.of(new FlatTable(bytes, at));
  }

  /// A stretch of bytes.
  ///
  /// @param offset in the whole buffer
  record Stretch(int offset, int length) {}

  /// A vector of bytes, empty where it is absent.
  Stretch bytesAt(int id) {
    return vector(id, 1);
  }

  /// How many items a vector of texts or tables has.
  int count(int id) {
    return vector(id, 4).length;
  }

  private Stretch vector(int id, int itemBytes) {
    int at = target(field(id));
    if (at == 0) {
      return new Stretch(0, 0);
    }
    int count = number(at);
    if (count < 0 || (long) count * itemBytes > bytes.length - at - 4L) {
      throw broken();
    }
    return new Stretch(at + 4, count);
  }

  /// An item of a vector of texts.
  String textAt(int id, int index) {
    return textAt(item(id, index));
  }

  /// An item of a vector of tables.
  FlatTable tableAt(int id, int index) {
    return new FlatTable(bytes, item(id, index));
  }

  private int item(int id, int index) {
    Stretch vector = vector(id, 4);
    if (index < 0 || index >= vector.length) {
      throw new IndexOutOfBoundsException(index);
    }
    return target(vector.offset + 4 * index);
  }
}

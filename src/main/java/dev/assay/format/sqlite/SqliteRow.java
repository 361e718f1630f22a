package dev.assay.format.sqlite;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/// A row of a table: its columns in the order of the table's definition. A column that the row
/// leaves out, or that holds something else than asked for, is empty or 0.
public final class SqliteRow {
  /// More than SQLite itself allows.
  private static final int MAX_COLUMNS = 32_767;

  private record Column(long type, int offset, int length) {}

  private final long rowId;
  private final byte[] payload;
  private final Charset charset;
  private final List<Column> columns = new ArrayList<>();

  private SqliteRow(long rowId, byte[] payload, Charset charset) {
    this.rowId = rowId;
    this.payload = payload;
    this.charset = charset;
  }

  /// Reads a record.
  ///
  /// @throws SqliteDamage where it is none
  static SqliteRow of(long rowId, byte[] payload, int encoding) throws SqliteDamage {
    Charset charset = encoding == 2 ? UTF_16LE : encoding == 3 ? UTF_16BE : UTF_8;
    var row = new SqliteRow(rowId, payload, charset);
    row.readHeader();
    return row;
  }

  private void readHeader() throws SqliteDamage {
    Varint at = Varint.read(payload, 0);
    long headerEnd = at.value();
    long offset = headerEnd;
    int next = at.end();
    if (headerEnd < next || headerEnd > payload.length) {
      throw new SqliteDamage("a row whose header has " + headerEnd + " bytes");
    }
    while (next < headerEnd) {
      at = Varint.read(payload, next);
      next = at.end();
      long length = length(at.value());
      if (length < 0 || offset + length > payload.length || columns.size() >= MAX_COLUMNS) {
        throw new SqliteDamage("a row with a column beyond its end");
      }
      columns.add(new Column(at.value(), (int) offset, (int) length));
      offset += length;
    }
  }

  private long length(long type) {
    if (type >= 12) {
      long length = (type - 12) / 2;
      return length > payload.length ? -1 : length;
    }
    return switch ((int) type) {
      case 0, 8, 9 -> 0;
      case 1, 2, 3, 4 -> type;
      case 5 -> 6;
      case 6, 7 -> 8;
      default -> -1;
    };
  }

  /// The row's own number, which is also the value of a column that is `INTEGER PRIMARY KEY`.
  public long rowId() {
    return rowId;
  }

  /// A whole number.
  public long number(int column) {
    if (column >= columns.size()) {
      return 0;
    }
    Column at = columns.get(column);
    if (at.type() == 9) {
      return 1;
    }
    if (at.type() < 1 || at.type() > 6) {
      return 0;
    }
    long value = payload[at.offset()];
    for (int i = 1; i < at.length(); i++) {
      value = value << 8 | (payload[at.offset() + i] & 0xff);
    }
    return value;
  }

  /// A text.
  public String text(int column) {
    if (column >= columns.size()) {
      return "";
    }
    Column at = columns.get(column);
    boolean isText = at.type() >= 13 && at.type() % 2 == 1;
    return isText ? new String(payload, at.offset(), at.length(), charset) : "";
  }

  /// A blob, or the bytes of a text; big-endian, not to be written to.
  public ByteBuffer bytes(int column) {
    if (column >= columns.size() || columns.get(column).type() < 12) {
      return ByteBuffer.allocate(0);
    }
    Column at = columns.get(column);
    return ByteBuffer.wrap(payload, at.offset(), at.length()).slice();
  }
}

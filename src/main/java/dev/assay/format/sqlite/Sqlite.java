package dev.assay.format.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import java.util.Optional;

/// A SQLite database file.
public final class Sqlite {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int HEADER = 100;

  /// Takes the rows of a table.
  public interface Rows {
    /// The next row, in the order of their ids.
    void row(SqliteRow row);

    /// A part of the table that cannot be read; the rest follows.
    ///
    /// @param offset in the file
    /// @param problem in a clause
    void problem(long offset, String problem);
  }

  final HeldBytes file;
  final int pageSize;

  /// Bytes of a page that hold content.
  final int usable;

  final int encoding;

  private Sqlite(HeldBytes file) {
    this.file = file;
    int size = file.bigShort(16);
    pageSize = size == 1 ? 65_536 : size;
    usable = pageSize - file.at(20);
    encoding = (int) file.bigInt(56);
  }

  /// Whether the file begins as such a database does.
  public static boolean isMagic(HeldBytes file) {
    return file.has(0, MAGIC);
  }

  /// Reads the header.
  ///
  /// @throws InputFailure where it is none
  public static Sqlite open(HeldBytes file) {
    if (!isMagic(file) || file.size() < HEADER) {
      throw new InputFailure("it is no SQLite database");
    }
    var opened = new Sqlite(file);
    boolean isPower = Integer.bitCount(opened.pageSize) == 1;
    if (opened.pageSize < 512 || !isPower || opened.usable < 480) {
      throw new InputFailure(
          "its pages have " + opened.pageSize + " bytes, of which " + opened.usable + " are used");
    }
    return opened;
  }

  /// Gives every row of a table.
  ///
  /// @param table its name, in any case
  public void rows(String table, Rows rows) {
    Optional<Long> root = root(table, rows);
    if (root.isEmpty()) {
      rows.problem(0, "it has no table `" + table + "`");
    } else {
      new TableWalk(this, rows).walk(root.get());
    }
  }

  /// The first page of a table, from the table of tables: type, name, table, first page, SQL.
  private Optional<Long> root(String table, Rows rows) {
    long[] root = {0};
    new TableWalk(
            this,
            new Rows() {
              @Override
              public void row(SqliteRow row) {
                if (row.text(0).equals("table") && row.text(1).equalsIgnoreCase(table)) {
                  root[0] = row.number(3);
                }
              }

              @Override
              public void problem(long offset, String problem) {
                rows.problem(offset, problem);
              }
            })
        .walk(1);
    return root[0] > 0 ? Optional.of(root[0]) : Optional.empty();
  }
}

package dev.assay.format.rpmdb;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.format.sqlite.Sqlite;
import dev.assay.format.sqlite.SqliteRow;
import java.nio.ByteBuffer;

/// An rpm database, of whichever kind its first bytes say.
public final class RpmDatabase {
  private RpmDatabase() {}

  /// Takes what the database holds.
  public interface Headers {
    /// The next package.
    void header(RpmHeader header);

    /// A part that cannot be read; the rest follows.
    ///
    /// @param offset in the file, 0 where unknown
    /// @param problem in a clause
    void problem(long offset, String problem);
  }

  /// Gives every package.
  ///
  /// @throws InputFailure where it is no such database, or of a kind that nobody can read
  public static void read(HeldBytes file, Headers headers) {
    if (Sqlite.isMagic(file)) {
      Sqlite.open(file).rows("Packages", new SqliteHeaders(headers));
    } else if (Ndb.isMagic(file)) {
      new Ndb(file, headers).read();
    } else if (BerkeleyDb.isMagic(file)) {
      BerkeleyDb.open(file, headers).read();
    } else {
      throw new InputFailure("it is no rpm database: neither SQLite nor NDB nor Berkeley DB");
    }
  }

  /// Gives one package, or the problem with it.
  static void give(ByteBuffer header, long offset, Headers headers) {
    RpmHeader parsed;
    try {
      parsed = RpmHeader.parse(header);
    } catch (InputFailure e) {
      headers.problem(offset, String.valueOf(e.getMessage()));
      return;
    }
    headers.header(parsed);
  }

  /// Rows of number and header.
  private record SqliteHeaders(Headers headers) implements Sqlite.Rows {
    @Override
    public void row(SqliteRow row) {
      give(row.bytes(1), 0, headers);
    }

    @Override
    public void problem(long offset, String problem) {
      headers.problem(offset, problem);
    }
  }
}

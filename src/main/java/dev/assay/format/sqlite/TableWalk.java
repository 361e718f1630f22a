package dev.assay.format.sqlite;

import dev.assay.format.bytes.Pages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One walk through the B-tree of a table, from its first page down.
///
/// A page: type 0, cells 3–4, of inner pages the last child 8–11, then two bytes a cell that point
/// to it. A cell of an inner page: child (4 bytes), key (varint). A cell of a leaf: length of the
/// row (varint), row id (varint), the row or its beginning, then the first overflow page (4 bytes).
/// An overflow page: the next one (4 bytes) or 0, content.
final class TableWalk {
  private static final int INNER = 5;
  private static final int LEAF = 13;

  private final Sqlite db;
  private final Sqlite.Rows rows;
  private final Pages pages;

  TableWalk(Sqlite db, Sqlite.Rows rows) {
    this.db = db;
    this.rows = rows;
    this.pages = new Pages((db.file.size() + db.pageSize - 1) / db.pageSize);
  }

  /// Gives every row below that page.
  void walk(long root) {
    Deque<Long> ahead = new ArrayDeque<>();
    ahead.push(root);
    while (!ahead.isEmpty()) {
      long page = ahead.pop();
      if (!pages.visit(page - 1)) {
        rows.problem(0, "page " + page + " is missing, or part of the table twice");
        continue;
      }
      try {
        read(page, ahead);
      } catch (SqliteDamage e) {
        rows.problem(start(page), e.problem);
      } catch (IndexOutOfBoundsException _) {
        rows.problem(start(page), "the file ends within page " + page);
      }
    }
  }

  private long start(long page) {
    return (page - 1) * db.pageSize;
  }

  private void read(long page, Deque<Long> ahead) throws SqliteDamage {
    byte[] bytes = db.file.copy(start(page), db.pageSize);
    int head = page == 1 ? 100 : 0;
    int type = bytes[head];
    int cells = number(bytes, head + 3, 2);
    int pointers = head + (type == INNER ? 12 : 8);
    if ((type != INNER && type != LEAF) || pointers + 2 * cells > db.usable) {
      throw new SqliteDamage("page " + page + " is no page of a table");
    }
    if (type == INNER) {
      children(bytes, head, pointers, ahead);
      return;
    }
    // Cells do not overlap: all of them together are no longer than the page.
    int left = db.usable;
    for (int i = 0; i < cells; i++) {
      try {
        int used = leaf(bytes, number(bytes, pointers + 2 * i, 2));
        left -= used;
      } catch (SqliteDamage e) {
        rows.problem(start(page), e.problem);
      }
      if (left < 0) {
        throw new SqliteDamage("page " + page + " has rows in each other");
      }
    }
  }

  private void children(byte[] bytes, int head, int pointers, Deque<Long> ahead)
      throws SqliteDamage {
    List<Long> children = new ArrayList<>();
    for (int at = pointers; at < pointers + 2 * number(bytes, head + 3, 2); at += 2) {
      int cell = number(bytes, at, 2);
      if (cell > db.usable - 4) {
        throw new SqliteDamage("a child beyond its page");
      }
      children.add(number(bytes, cell, 4) & 0xffff_ffffL);
    }
    children.add(number(bytes, head + 8, 4) & 0xffff_ffffL);
    children.reversed().forEach(ahead::push);
  }

  /// Reads one row.
  ///
  /// @return how many bytes of the page it takes
  private int leaf(byte[] bytes, int cell) throws SqliteDamage {
    Varint length = Varint.read(bytes, cell);
    Varint rowId = Varint.read(bytes, length.end());
    long total = length.value();
    int start = rowId.end();
    if (total < 0 || total > db.file.size()) {
      throw new SqliteDamage("a row of " + total + " bytes");
    }
    int local = local(total);
    boolean isSpilt = local < total;
    int end = start + local + (isSpilt ? 4 : 0);
    if (end > db.usable) {
      throw new SqliteDamage("a row beyond its page");
    }
    List<Long> chain = isSpilt ? chain(number(bytes, start + local, 4), total - local) : List.of();
    byte[] payload = new byte[(int) total];
    System.arraycopy(bytes, start, payload, 0, local);
    int done = local;
    for (long page : chain) {
      int count = (int) Math.min(total - done, db.usable - 4L);
      db.file.copy(start(page) + 4, payload, done, count);
      done += count;
    }
    rows.row(SqliteRow.of(rowId.value(), payload, db.encoding));
    return end - cell;
  }

  /// How much of a row is kept in its page.
  private int local(long total) {
    int most = db.usable - 35;
    if (total <= most) {
      return (int) total;
    }
    int least = (db.usable - 12) * 32 / 255 - 23;
    long fitting = least + (total - least) % (db.usable - 4);
    return (int) (fitting <= most ? fitting : least);
  }

  /// The overflow pages that hold so many bytes; nothing is set aside before they are all there.
  private List<Long> chain(int first, long bytes) throws SqliteDamage {
    List<Long> chain = new ArrayList<>();
    long page = first & 0xffff_ffffL;
    for (long left = bytes; left > 0; left -= db.usable - 4L) {
      if (!pages.visit(page - 1)
          || start(page) + 4 + Math.min(left, db.usable - 4L) > db.file.size()) {
        throw new SqliteDamage("a row whose page " + page + " is missing, or used twice");
      }
      chain.add(page);
      page = db.file.bigInt(start(page));
    }
    return chain;
  }

  private static int number(byte[] bytes, int at, int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }
}

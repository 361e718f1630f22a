package dev.assay.format.sqlite;

import dev.assay.format.bytes.HeldBytes;

/// A write-ahead log: pages that were changed and may not be in the database file yet.
///
/// A header of 32 bytes: magic 0x377f0682 or …83, version, page size 8–11, counter, two salts
/// 16–23, checksums. Then frames: page number, pages in the database after a commit (else 0) 4–7,
/// the header's salts 8–15, checksums, a page. Frames with other salts are left over from before.
///
/// Source: <https://www.sqlite.org/fileformat2.html#walformat>
public final class WriteAheadLog {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  private WriteAheadLog() {}

  /// How many pages of committed changes the log holds. Whether they have reached the database file
  /// too cannot be told without the file's lock index, which no image has.
  public static int committedPages(HeldBytes log) {
    if (log.size() < HEADER || (log.bigInt(0) & ~1L) != 0x377f0682L) {
      return 0;
    }
    long pageSize = log.bigInt(8);
    int frames = 0;
    int committed = 0;
    long at = HEADER;
    while (pageSize >= 512 && at + FRAME_HEADER + pageSize <= log.size()) {
      if (log.bigInt(at + 8) != log.bigInt(16) || log.bigInt(at + 12) != log.bigInt(20)) {
        break;
      }
      frames++;
      committed = log.bigInt(at + 4) == 0 ? committed : frames;
      at += FRAME_HEADER + pageSize;
    }
    return committed;
  }
}

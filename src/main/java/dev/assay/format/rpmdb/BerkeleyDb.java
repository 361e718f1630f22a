package dev.assay.format.rpmdb;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.format.bytes.Pages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// rpm's old database: `Packages`, a hash table of Berkeley DB, in the byte order of the machine
/// that wrote it.
///
/// Pages of one size. The first: magic 0x061561 12–15, version 16–19, page size 20–23, encryption
/// 24, flags 26, last page 32–35, last bucket 72–75, then 96–223 for each doubling of the table the
/// difference between a bucket's number and its page's. Other pages: next page 16–19, entries
/// 20–21, length of the content of an overflow page 22–23, type 25 (2 and 13 hash, 7 overflow),
/// then two bytes an entry that point to it; entries lie at the page's end, the last one first, by
/// turns a key and its value. An entry: type 0 (1: bytes follow; 3: first overflow page 4–7, length
/// 8–11). Keys are package numbers; that of 0 is rpm's own counter.
///
/// Source: <https://github.com/berkeleydb/libdb/blob/master/src/dbinc/db_page.h>
final class BerkeleyDb {
  private static final long MAGIC = 0x061561L;
  private static final int CHECKSUM_FLAG = 1;
  private static final int PAGE_HEADER = 26;
  private static final int HASH_UNSORTED = 2;
  private static final int HASH = 13;
  private static final int OVERFLOW = 7;
  private static final int INLINE = 1;
  private static final int ELSEWHERE = 3;

  private final HeldBytes file;
  private final boolean isBig;
  private final RpmDatabase.Headers headers;
  private final int pageSize;
  private final Pages pages;

  private BerkeleyDb(HeldBytes file, boolean isBig, RpmDatabase.Headers headers) {
    this.file = file;
    this.isBig = isBig;
    this.headers = headers;
    long size = number(20);
    if (size < 512 || size > 65_536 || Long.bitCount(size) != 1) {
      throw new InputFailure("a Berkeley DB with pages of " + size + " bytes");
    }
    this.pageSize = (int) size;
    this.pages = new Pages(file.size() / pageSize);
  }

  static boolean isMagic(HeldBytes file) {
    return file.size() >= 512 && (file.littleInt(12) == MAGIC || file.bigInt(12) == MAGIC);
  }

  /// @throws InputFailure where it is encrypted or otherwise beyond us
  static BerkeleyDb open(HeldBytes file, RpmDatabase.Headers headers) {
    if (file.at(24) != 0 || (file.at(26) & CHECKSUM_FLAG) != 0) {
      throw new InputFailure("a Berkeley DB with encryption or checksums, which rpm never uses");
    }
    return new BerkeleyDb(file, file.bigInt(12) == MAGIC, headers);
  }

  private long number(long at) {
    return isBig ? file.bigInt(at) : file.littleInt(at);
  }

  private int small(long at) {
    return isBig ? file.bigShort(at) : file.littleShort(at);
  }

  void read() {
    pages.visit(0);
    if (file.size() % pageSize != 0) {
      headers.problem(file.size(), "the file ends within a page");
    }
    long lastBucket = number(72);
    for (long bucket = 0; bucket <= lastBucket; bucket++) {
      // The first page of the doubling that brought the bucket, as a difference to its number.
      int doubling = bucket == 0 ? 0 : 64 - Long.numberOfLeadingZeros(bucket);
      long page = bucket + number(96 + 4L * doubling);
      if (page >= pages.count()) {
        headers.problem(0, "bucket " + bucket + " of " + lastBucket + " lies beyond the file");
        return;
      }
      bucket(page);
    }
  }

  /// A chain of pages; one of length one in most cases.
  private void bucket(long first) {
    for (long page = first; page != 0; page = number(page * pageSize + 16)) {
      if (!pages.visit(page)) {
        headers.problem(0, "page " + page + " is missing, or part of the table twice");
        return;
      }
      int type = file.at(page * pageSize + 25);
      if (type != HASH && type != HASH_UNSORTED) {
        if (type != 0 || small(page * pageSize + 20) != 0) {
          headers.problem(
              page * pageSize, "page " + page + " of type " + type + " in a hash table");
        }
        return; // a bucket that was set aside and never used
      }
      entries(page * pageSize);
    }
  }

  private void entries(long page) {
    int count = small(page + 20);
    if (PAGE_HEADER + 2L * count > pageSize || count % 2 != 0) {
      headers.problem(page, "a page with " + count + " entries");
      return;
    }
    int before = pageSize;
    for (int i = 0; i < count; i += 2) {
      int key = small(page + PAGE_HEADER + 2L * i);
      int value = small(page + PAGE_HEADER + 2L * i + 2);
      if (key > before || value > key || value < PAGE_HEADER + 2 * count) {
        headers.problem(page, "an entry outside of its page");
        return;
      }
      if (!isCounter(page + key, before - key)) {
        value(page + value, key - value);
      }
      before = value;
    }
  }

  /// Whether a key is that of rpm's counter: 0, in either byte order.
  private boolean isCounter(long key, int length) {
    return length == 5 && file.at(key) == INLINE && number(key + 1) == 0;
  }

  private void value(long entry, int length) {
    int type = length < 1 ? 0 : file.at(entry);
    if (type == INLINE) {
      RpmDatabase.give(ByteBuffer.wrap(file.copy(entry + 1, length - 1)), entry, headers);
    } else if (type == ELSEWHERE && length == 12) {
      overflow(number(entry + 4), number(entry + 8), entry);
    } else {
      headers.problem(entry, "an entry of type " + type + " and " + length + " bytes");
    }
  }

  /// Reads a value from its own pages; nothing is set aside before they are all there.
  private void overflow(long first, long length, long entry) {
    List<Long> chain = new ArrayList<>();
    long there = 0;
    for (long page = first; page != 0; page = number(page * pageSize + 16)) {
      if (!pages.visit(page) || file.at(page * pageSize + 25) != OVERFLOW) {
        headers.problem(entry, "a package whose page " + page + " is missing, or used twice");
        return;
      }
      int held = small(page * pageSize + 22);
      if (held > pageSize - PAGE_HEADER) {
        headers.problem(page * pageSize, "a page that holds " + held + " bytes");
        return;
      }
      there += held;
      chain.add(page * pageSize);
    }
    if (there != length) {
      headers.problem(entry, "a package of " + length + " bytes, of which " + there + " are there");
      return;
    }
    byte[] value = new byte[(int) length];
    int done = 0;
    for (long page : chain) {
      int held = small(page + 22);
      file.copy(page + PAGE_HEADER, value, done, held);
      done += held;
    }
    RpmDatabase.give(ByteBuffer.wrap(value), entry, headers);
  }
}

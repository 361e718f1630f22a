package dev.assay.format.rpmdb;

import dev.assay.format.bytes.HeldBytes;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Adler32;

/// rpm's own database: `Packages.db`.
///
/// Little-endian. Header, 32 bytes: `RpmP`, version 0, generation, number of slot pages 12–15, next
/// package number. Behind it, up to the end of the slot pages (4,096 bytes each), slots of 16
/// bytes: `Slot`, package number (0: free), first block, number of blocks; a block has 16 bytes. In
/// the blocks: `BlbS`, package number, generation, length, then the header, padding, an Adler-32 of
/// all that, the length again, `BlbE`.
///
/// Source: <https://github.com/rpm-software-management/rpm/blob/master/lib/backend/ndb/rpmpkg.cc>
final class Ndb {
  private static final long MAGIC = 0x506d7052L; // RpmP
  private static final long SLOT = 0x746f6c53L;
  private static final long BLOB_START = 0x53626c42L;
  private static final long BLOB_END = 0x45626c42L;
  private static final int SLOT_BYTES = 16;
  private static final int PAGE = 4096;
  private static final int BLOCK = 16;
  private static final int BLOB_HEAD = 16;
  private static final int BLOB_TAIL = 12;

  private final HeldBytes file;
  private final RpmDatabase.Headers headers;
  private final Set<Long> numbers = new HashSet<>();

  /// What may still be read: blobs do not overlap.
  private long left;

  Ndb(HeldBytes file, RpmDatabase.Headers headers) {
    this.file = file;
    this.headers = headers;
    this.left = file.size();
  }

  static boolean isMagic(HeldBytes file) {
    return file.size() >= 2 * SLOT_BYTES && file.littleInt(0) == MAGIC;
  }

  void read() {
    long version = file.littleInt(4);
    if (version != 0) {
      headers.problem(4, "an NDB database of version " + version);
      return;
    }
    long end = file.littleInt(12) * PAGE;
    if (end > file.size()) {
      headers.problem(12, "slots up to byte " + end + ", the file ends at " + file.size());
    }
    for (long at = 2L * SLOT_BYTES;
        at + SLOT_BYTES <= Math.min(end, file.size());
        at += SLOT_BYTES) {
      long number = file.littleInt(at + 4);
      if (file.littleInt(at) != SLOT) {
        headers.problem(at, "expected a slot");
        return;
      }
      if (number != 0) {
        blob(at, number);
      }
    }
  }

  private void blob(long slot, long number) {
    long start = file.littleInt(slot + 8) * BLOCK;
    long length = file.littleInt(slot + 12) * BLOCK;
    if (start + length > file.size() || length < BLOB_HEAD + BLOB_TAIL || length > left) {
      headers.problem(slot, "package " + number + " lies outside of the file");
      return;
    }
    left -= length;
    long bytes = file.littleInt(start + 12);
    long tail = start + length - BLOB_TAIL;
    boolean isWhole =
        file.littleInt(start) == BLOB_START
            && file.littleInt(start + 4) == number
            && BLOB_HEAD + bytes + BLOB_TAIL <= length
            && file.littleInt(tail + 4) == bytes
            && file.littleInt(tail + 8) == BLOB_END;
    if (!isWhole || !numbers.add(number)) {
      headers.problem(start, "package " + number + " has other bounds, or is there twice");
      return;
    }
    byte[] blob = file.copy(start, (int) (tail - start));
    var sum = new Adler32();
    sum.update(blob);
    if (sum.getValue() != file.littleInt(tail)) {
      headers.problem(start, "package " + number + " does not have its checksum");
      return;
    }
    RpmDatabase.give(ByteBuffer.wrap(blob, BLOB_HEAD, (int) bytes), start, headers);
  }
}

package dev.assay.format.tar;

import java.io.IOException;
import java.util.Optional;

/// One header block, with what extensions changed of it.
///
/// @param type the type byte
/// @param storedBytes of content in the archive, without padding
/// @param sizeBytes of the file
/// @param sparse where its content has holes
record TarHeader(
    char type,
    String path,
    String link,
    long storedBytes,
    long sizeBytes,
    Optional<SparseMap> sparse) {
  static final int BYTES = 512;
  static final TarHeader NONE = new TarHeader('0', "", "", 0, 0, Optional.empty());

  private static final int NAME = 0;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;

  /// What the checksum counts in place of itself.
  private static final int BLANKS = CHECKSUM_BYTES * ' ';

  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int STAR_TRAILER = 508;

  /// Parses the block in the buffer, and the blocks that continue an old GNU sparse map.
  static TarHeader parse(TarInput in, long start) throws IOException {
    byte[] block = in.buffer;
    int at = in.position();
    if (!matchesChecksum(block, at, start)) {
      throw TarReader.damaged(start, "the header does not match its checksum");
    }
    char type = (char) (block[at + TYPE] & 0xff);
    String path = path(block, at);
    String link = type == '1' || type == '2' ? TarText.field(block, at + LINK, 100) : "";
    long size = isHeaderOnly(type) ? 0 : TarNumber.parse(block, at + SIZE, 12, start);
    if (type == 'S') {
      return SparseMap.oldGnu(
          new TarHeader(type, path, link, size, size, Optional.empty()), in, start);
    }
    in.consume(BYTES);
    return new TarHeader(type, path, link, size, size, Optional.empty());
  }

  /// Runtimes ignore the size of what cannot have content.
  private static boolean isHeaderOnly(char type) {
    return type >= '1' && type <= '6';
  }

  private static String path(byte[] block, int at) {
    String name = TarText.field(block, at + NAME, 100);
    String prefix = "";
    if (matches(block, at + MAGIC, "ustar\0")) {
      boolean isStar = matches(block, at + STAR_TRAILER, "tar\0");
      prefix = TarText.field(block, at + PREFIX, isStar ? 131 : 155);
    } else if (matches(block, at + MAGIC, "ustar  \0") && !hasTimes(block, at)) {
      String text = TarText.field(block, at + PREFIX, 155);
      prefix = text.chars().allMatch(c -> c < 0x80) ? text : "";
    }
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /// Whether a GNU header has two times where ustar has its prefix. Go once wrote a prefix there as
  /// well, and reads it still.
  ///
  /// Source: <https://go.dev/issue/12594>
  private static boolean hasTimes(byte[] block, int at) {
    return TarNumber.isOne(block, at + PREFIX, 12) && TarNumber.isOne(block, at + PREFIX + 12, 12);
  }

  private static boolean matches(byte[] block, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesChecksum(byte[] block, int at, long start) {
    long expected = TarNumber.parse(block, at + CHECKSUM, CHECKSUM_BYTES, start);
    int sum =
        unsignedSum(block, at, BYTES) + BLANKS - unsignedSum(block, at + CHECKSUM, CHECKSUM_BYTES);
    return expected == sum || expected == sum - 256L * negatives(block, at);
  }

  /// Nothing else is done for every entry that takes as long: a loop without a branch.
  private static int unsignedSum(byte[] block, int at, int count) {
    int sum = 0;
    for (int i = at; i < at + count; i += 4) {
      sum +=
          (block[i] & 0xff) + (block[i + 1] & 0xff) + (block[i + 2] & 0xff) + (block[i + 3] & 0xff);
    }
    return sum;
  }

  /// Early tars summed signed bytes: each of these counts 256 less.
  private static int negatives(byte[] block, int at) {
    int count = 0;
    for (int i = at; i < at + BYTES; i++) {
      boolean isCounted = i < at + CHECKSUM || i >= at + CHECKSUM + CHECKSUM_BYTES;
      count += isCounted && block[i] < 0 ? 1 : 0;
    }
    return count;
  }

  TarHeader withPath(String value) {
    return new TarHeader(type, value, link, storedBytes, sizeBytes, sparse);
  }

  TarHeader withLink(String value) {
    return new TarHeader(type, path, value, storedBytes, sizeBytes, sparse);
  }

  TarHeader withStored(long bytes) {
    return isHeaderOnly(type)
        ? this
        : new TarHeader(type, path, link, bytes, sparse.isPresent() ? sizeBytes : bytes, sparse);
  }

  /// The header with a type where it has none, as in archives of old: by its name, when that is
  /// known.
  TarHeader settled() {
    if (type != 0) {
      return this;
    }
    return path.endsWith("/")
        ? new TarHeader('5', path, link, 0, 0, Optional.empty())
        : new TarHeader('0', path, link, storedBytes, sizeBytes, sparse);
  }

  TarHeader withSparse(SparseMap map, long size) {
    return new TarHeader(type, path, link, storedBytes, size, Optional.of(map));
  }

  /// A type that nobody knows is a file: POSIX wants it so, and who unpacks so would find what is
  /// not looked at here. `D` is GNU's folder with a list, `V` its name for the whole archive.
  TarKind kind() {
    return switch (type) {
      case '1' -> TarKind.HARD_LINK;
      case '2' -> TarKind.SYMLINK;
      case '5', 'D' -> TarKind.FOLDER;
      case '3', '4', '6', 'V' -> TarKind.OTHER;
      default -> TarKind.FILE;
    };
  }
}

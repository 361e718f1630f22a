package dev.assay.format.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.format.program.Region.Use;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Optional;

/// The headers of a Windows program: `MZ`, at byte 60 the offset of `PE\0\0`, after it the file
/// header (20 bytes), the optional header with the address it is loaded to, and the table of
/// sections.
///
/// Source: <https://learn.microsoft.com/en-us/windows/win32/debug/pe-format>
final class Pe {
  private static final int DOS_BYTES = 64;
  private static final int MAX_STUB = 4 << 10;
  private static final int SIGNATURE = 0x4550;
  private static final int WIDE = 0x20b;
  private static final int SECTION_BYTES = 40;
  private static final int MAX_SECTIONS = 96;
  private static final long EXECUTE = 0x2000_0000L;
  private static final long READ = 0x4000_0000L;
  private static final long WRITE = 0x8000_0000L;

  private Pe() {}

  static boolean isPe(byte[] first) {
    return first.length >= 2 && first[0] == 'M' && first[1] == 'Z';
  }

  /// Whether the file ends within its headers. Of a file that only begins like one, DOS's or a
  /// text, nobody can say.
  ///
  /// @param front all of a short file
  static boolean isCut(byte[] front) {
    var in = new Numbers(front, ByteOrder.LITTLE_ENDIAN);
    long header = in.u32(60);
    boolean isPlausible =
        in.has(0, DOS_BYTES) && header >= DOS_BYTES && header < MAX_STUB && header % 4 == 0;
    if (!isPlausible) {
      return false;
    }
    if (!in.has(header, 24)) {
      boolean hasStub = new String(front, ISO_8859_1).contains("in DOS mode");
      return hasStub || front.length < 2 * DOS_BYTES;
    }
    long table = header + 24 + in.u16(header + 20);
    return in.u32(header) == SIGNATURE
        && !in.has(table, Math.min(in.u16(header + 6), MAX_SECTIONS) * SECTION_BYTES);
  }

  /// The unit that the file's parts are rounded up to; what lacks at the end of a file may be less
  /// than that without anything missing.
  static long alignment(byte[] front) {
    var in = new Numbers(front, ByteOrder.LITTLE_ENDIAN);
    return Math.clamp(in.u32(in.u32(60) + 24 + 36), 512, 64 << 10);
  }

  static Optional<ProgramLayout> parse(byte[] front) {
    var in = new Numbers(front, ByteOrder.LITTLE_ENDIAN);
    long header = in.u32(60);
    if (!in.has(header, 24) || in.u32(header) != SIGNATURE) {
      return Optional.empty();
    }
    long optional = header + 24;
    boolean isWide = in.u16(optional) == WIDE;
    long base = isWide ? in.u64(optional + 24) : in.u32(optional + 28);
    long table = optional + in.u16(header + 20);
    int count = Math.min(in.u16(header + 6), MAX_SECTIONS);
    var regions = new ArrayList<Region>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * SECTION_BYTES;
      long memoryBytes = in.u32(at + 8);
      long address = base + in.u32(at + 12);
      long size = Math.min(in.u32(at + 16), memoryBytes == 0 ? Long.MAX_VALUE : memoryBytes);
      long flags = in.u32(at + 36);
      boolean isInFile = in.u32(at + 20) > 0;
      if (isInFile && (flags & READ) != 0) {
        Use use =
            (flags & EXECUTE) != 0 ? Use.CODE : (flags & WRITE) != 0 ? Use.WRITABLE : Use.READ_ONLY;
        Elf.add(new Region(use, in.text(at, 8), in.u32(at + 20), size, address), regions);
      }
    }
    return Optional.of(
        new ProgramLayout(
            ProgramLayout.Format.PE, ByteOrder.LITTLE_ENDIAN, isWide ? 8 : 4, regions));
  }
}

package dev.assay.format.program;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Where in a program's file which kind of data is.
///
/// @param order of its numbers
/// @param pointerBytes 4 or 8
/// @param regions by offset; they may overlap, and reach beyond the file's end where it is damaged
public record ProgramLayout(
    Format format, ByteOrder order, int pointerBytes, List<Region> regions) {
  /// A format of programs.
  public enum Format {
    ELF,
    PE,
    MACH_O
  }

  /// The first bytes of a file that `parse` may need: real headers end long before.
  public static final int FRONT_BYTES = 16 << 10;

  public ProgramLayout {
    regions = regions.stream().sorted((a, b) -> Long.compare(a.offset(), b.offset())).toList();
  }

  /// Whether a file that begins so may be a program: ELF, PE (`MZ`), Mach-O, or several Mach-O
  /// programs in one file.
  public static boolean isProgram(byte[] first) {
    return Elf.isElf(first) || Pe.isPe(first) || MachO.isMachO(first) || MachO.isUniversal(first);
  }

  /// Whether the file ends within its headers.
  ///
  /// @param front as for `parse`
  public static boolean isCut(byte[] front) {
    return front.length < FRONT_BYTES
        && ((Elf.isElf(front) && Elf.isCut(front)) || (Pe.isPe(front) && Pe.isCut(front)));
  }

  /// How much of its last part may lack at the end of a file that is whole.
  ///
  /// @param front as for `parse`
  public static long paddingBytes(byte[] front) {
    return Pe.isPe(front) ? Pe.alignment(front) - 1 : 0;
  }

  /// Where the last part that the headers list ends.
  public long end() {
    return regions.stream().mapToLong(Region::end).max().orElse(0);
  }

  /// Reads the headers.
  ///
  /// @param front the first `FRONT_BYTES` bytes of the file, or all of a shorter one
  /// @return empty for what is no program that could run: an object file, a core dump, a text that
  ///   begins with `MZ`
  public static Optional<ProgramLayout> parse(byte[] front) {
    if (Elf.isElf(front)) {
      return Elf.parse(front);
    }
    if (Pe.isPe(front)) {
      return Pe.parse(front);
    }
    return MachO.isMachO(front) ? MachO.parse(front) : Optional.empty();
  }
}

package dev.assay.format.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of an ELF file's sections. Names are not needed here: linkers put them far from the
/// table, and what we look for is known by its content.
///
/// Source: <https://gabi.xinuos.com/elf/03-sheader.html>
public final class ElfSections {
  private static final int PROGRAM_DATA = 1;

  private ElfSections() {}

  /// The sections that hold a program's own data, as far as the table was kept.
  public static List<Region> data(ProgramLayout layout, KeptBytes kept) {
    var sections = new ArrayList<Region>();
    for (Region region : layout.regions()) {
      if (region.use() == Region.Use.SECTIONS) {
        int size = (int) Math.min(region.sizeBytes(), 1 << 22);
        Optional<byte[]> table = kept.bytes(region.offset(), size);
        table.ifPresent(bytes -> add(layout, bytes, sections));
      }
    }
    return sections;
  }

  private static void add(ProgramLayout layout, byte[] table, List<Region> sections) {
    var in = new Numbers(table, layout.order());
    int word = layout.pointerBytes();
    int entry = word == 8 ? 64 : 40;
    for (int at = 0; at + entry <= table.length; at += entry) {
      if (in.u32(at + 4L) == PROGRAM_DATA) {
        long address = in.word(at + 8L + word, word);
        long offset = in.word(at + 8L + 2L * word, word);
        long size = in.word(at + 8L + 3L * word, word);
        Elf.add(new Region(Region.Use.READ_ONLY, "", offset, size, address), sections);
      }
    }
  }
}

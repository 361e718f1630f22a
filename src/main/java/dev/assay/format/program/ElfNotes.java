package dev.assay.format.program;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The notes of an ELF file: length of the owner's name, length of the content, type, then the name
/// and the content, each padded to four bytes, or to eight where the segment is so aligned, which
/// GNU's properties alone are.
///
/// Source: <https://gabi.xinuos.com/elf/07-pheader.html#note-section>
public final class ElfNotes {
  private static final int MAX_NOTES = 1000;

  private ElfNotes() {}

  /// A note.
  ///
  /// @param owner who defines what the type means
  /// @param content as UTF-8
  public record Note(String owner, long type, String content) {}

  /// All notes of a program, as far as they were kept.
  public static List<Note> of(ProgramLayout layout, KeptBytes kept) {
    var notes = new ArrayList<Note>();
    for (Region region : layout.regions()) {
      if (region.use() == Region.Use.NOTES) {
        int size = (int) Math.min(region.sizeBytes(), 1 << 20);
        Optional<byte[]> bytes = kept.bytes(region.offset(), size);
        bytes.ifPresent(content -> add(content, layout.order(), notes));
      }
    }
    return notes;
  }

  private static void add(byte[] bytes, ByteOrder order, List<Note> notes) {
    var in = new Numbers(bytes, order);
    long at = 0;
    while (in.has(at, 12) && notes.size() < MAX_NOTES) {
      long nameBytes = in.u32(at);
      long contentBytes = in.u32(at + 4);
      long content = at + 12 + padded(nameBytes);
      if (nameBytes > 256 || contentBytes > bytes.length || !in.has(content, (int) contentBytes)) {
        return;
      }
      String owner = in.text(at + 12, (int) nameBytes);
      String text = new String(bytes, (int) content, (int) contentBytes, StandardCharsets.UTF_8);
      notes.add(new Note(owner, in.u32(at + 8), text));
      at = content + padded(contentBytes);
    }
  }

  private static long padded(long size) {
    return (size + 3) & ~3L;
  }
}

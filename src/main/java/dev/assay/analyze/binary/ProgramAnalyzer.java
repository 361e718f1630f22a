package dev.assay.analyze.binary;

import dev.assay.analyze.ContentAnalyzer;
import dev.assay.analyze.Found;
import dev.assay.format.golang.GoBuildBlob;
import dev.assay.format.program.ElfNotes;
import dev.assay.format.program.ElfNotes.Note;
import dev.assay.format.program.KeptBytes;
import dev.assay.format.program.MachO;
import dev.assay.format.program.ProgramLayout;
import dev.assay.format.program.ProgramLayout.Format;
import dev.assay.format.program.Region;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Programs and libraries, whatever they are called: what Go's linker, `cargo auditable` and the
/// distributions leave in them. Nothing is executed.
public final class ProgramAnalyzer implements ContentAnalyzer {
  private static final String UPX = "UPX!";
  private static final int UPX_WITHIN = 1024;

  /// Programs of which more is kept than this wait for each other, so that many layers read side by
  /// side need no more memory than a few.
  private static final int LARGE_BYTES = 1 << 20;

  private static final int LARGE_ONES = 4;

  private static final int PAGE_BYTES = 4 << 10;

  private final Semaphore large = new Semaphore(LARGE_ONES);

  @Override
  public String name() {
    return "program";
  }

  @Override
  public int rulesVersion() {
    return 6;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean mayWant(String path) {
    return ProgramPaths.mayBeProgram(path);
  }

  /// Libraries hardly ever tell; the few that do have names that are known. What nobody may execute
  /// is no program, unless it is one for Windows; what is shorter than a page of memory has no room
  /// for what linkers leave.
  @Override
  public boolean isWorthFetching(Listed listed) {
    String path = listed.path();
    String file = path.substring(path.lastIndexOf('/') + 1);
    boolean isLibrary = file.endsWith(".so") || file.contains(".so.") || file.endsWith(".dll");
    boolean isProgram = listed.isExecutable() || file.endsWith(".exe");
    return (isProgram && !isLibrary && listed.sizeBytes() >= PAGE_BYTES)
        || !KnownProgram.at(path).isEmpty();
  }

  @Override
  public boolean wantsContent(byte[] first) {
    return ProgramLayout.isProgram(first);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    List<KnownProgram> known = KnownProgram.at(path);
    if (known.isEmpty()) {
      read(content, found);
    } else {
      var searched = new SearchedContent(content, known);
      read(searched, found);
      searched.finish(found);
    }
  }

  private void read(InputStream content, Found found) throws IOException {
    byte[] front = content.readNBytes(ProgramLayout.FRONT_BYTES);
    if (MachO.isUniversal(front)) {
      // The same program for several processors: the first says it all.
      List<Region> slices = MachO.slices(front);
      if (!slices.isEmpty()) {
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(front), content);
        whole.skipNBytes(slices.getFirst().offset());
        program(whole.readNBytes(ProgramLayout.FRONT_BYTES), whole, found);
      }
    } else {
      program(front, content, found);
    }
  }

  private void program(byte[] front, InputStream content, Found found) throws IOException {
    Optional<ProgramLayout> layout = ProgramLayout.parse(front);
    if (ProgramLayout.isCut(front)) {
      ProgramGap.CUT.in(found, front.length);
    }
    if (layout.isEmpty()) {
      return;
    }
    if (isPacked(layout.get(), front)) {
      ProgramGap.PACKED.in(found, 0);
      return;
    }
    boolean isLarge = ProgramParts.weight(layout.get()) > LARGE_BYTES;
    if (isLarge) {
      large.acquireUninterruptibly();
    }
    try {
      var counted = new CountedContent(content, front.length);
      ProgramParts.Kept kept = ProgramParts.keep(layout.get(), front, counted);
      // Windows' sections may claim to be longer than the file: they are rounded up.
      long missing = layout.get().end() - counted.position();
      if (kept.isCut()
          && (layout.get().format() != Format.PE || missing > ProgramLayout.paddingBytes(front))) {
        ProgramGap.CUT.in(found, counted.position());
      }
      read(layout.get(), kept.bytes(), found);
      DotnetBundle.add(layout.get(), kept.bytes(), counted, counted.position(), found);
    } finally {
      if (isLarge) {
        large.release();
      }
    }
  }

  private static void read(ProgramLayout layout, KeptBytes kept, Found found) {
    List<Note> notes = layout.format() == Format.ELF ? ElfNotes.of(layout, kept) : List.of();
    GoBuildBlob.Result go = GoBuildBlob.find(layout, kept);
    if (go.info().isPresent()) {
      GoProgram.add(go.info().get(), go.isCut(), found);
    } else if (notes.stream().anyMatch(note -> note.owner().equals("Go"))) {
      (go.isCut() ? ProgramGap.GO_DAMAGED : ProgramGap.GO_BARE).in(found, 0);
    }
    RustProgram.add(layout, kept, found);
    notes.stream().filter(PackageNote::isOne).forEach(note -> PackageNote.add(note, found));
  }

  /// UPX leaves its mark behind the headers; of a Windows program it names the sections.
  ///
  /// Source: <https://upx.github.io>, `src/stub/src/include/header.S` of UPX
  private static boolean isPacked(ProgramLayout layout, byte[] front) {
    return switch (layout.format()) {
      case PE -> layout.regions().stream().anyMatch(r -> r.name().equals("UPX1"));
      case ELF -> holds(front, UPX) && !hasSections(layout);
      case MACH_O -> false;
    };
  }

  private static boolean hasSections(ProgramLayout layout) {
    return layout.regions().stream().anyMatch(r -> r.use() == Region.Use.SECTIONS);
  }

  private static boolean holds(byte[] front, String text) {
    for (int at = 0; at < Math.min(front.length - text.length(), UPX_WITHIN); at++) {
      int i = 0;
      while (i < text.length() && front[at + i] == text.charAt(i)) {
        i++;
      }
      if (i == text.length()) {
        return true;
      }
    }
    return false;
  }
}

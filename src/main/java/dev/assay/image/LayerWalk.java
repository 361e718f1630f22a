package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.format.tar.TarReader;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The first pass over a layer: every entry is noted, every wanted file read.
///
/// Source of the whiteout names:
/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts>
final class LayerWalk {
  private static final String WHITEOUT = ".wh.";
  private static final String AUFS = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final FileReading reading;
  private final Limits limits;
  private final LayerNotes notes;
  private final FileTaker files;
  private final PathLimit paths;
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private long entries;

  /// The path of the entry at hand as the archive has it.
  private String written = "";

  LayerWalk(FileReading reading, Limits limits, LayerNotes notes, FileTaker files) {
    this.reading = reading;
    this.limits = limits;
    this.notes = notes;
    this.files = files;
    this.paths = new PathLimit(limits, notes);
  }

  void walk(TarReader tar, TocCheck toc) throws IOException {
    var entry = new Entry.Tar(tar);
    while (tar.next()) {
      toc.visit(entry);
      visit(entry);
    }
    tar.drain();
  }

  /// Notes one entry; entries come in the archive's order.
  void visit(Entry entry) throws IOException {
    if (++entries > limits.of(Limit.LAYER_ENTRIES)) {
      throw limits.passed(Limit.LAYER_ENTRIES, "it has more than", "entries");
    }
    Optional<String> path = EntryPath.normalise(entry.path());
    if (path.isEmpty()) {
      suspicious(entry.path(), entry, "its path leads out of the image");
    } else if (!path.get().isEmpty()) {
      entry(path.get(), entry);
    }
  }

  private void suspicious(String path, Entry entry, String why) {
    notes.gap(path, entry.offset(), "suspicious entry, not read: " + why);
  }

  private void entry(String path, Entry entry) throws IOException {
    written = path;
    if (path.startsWith(AUFS) && !path.equals(OPAQUE)) {
      return;
    }
    notes.foldersAbove(path);
    String real = notes.real(path);
    if (!real.equals(path)) {
      notes.foldersAbove(real);
    }
    String name = EntryPath.name(path);
    if (name.startsWith(WHITEOUT)) {
      whiteout(real, name, entry);
    } else {
      // What is wanted where it was written to alone is not lost for a link above it.
      note(isWantedAsWritten(path, real) ? path : real, entry);
    }
  }

  private boolean isWantedAsWritten(String path, String real) {
    return !path.equals(real) && reading.wants(path) && !reading.wants(real);
  }

  private void note(String path, Entry entry) throws IOException {
    if (notes.begin(path)) {
      wishes.remove(path);
      files.replaced(path);
    }
    switch (entry.kind()) {
      case FILE -> file(path, entry);
      case HARD_LINK -> hardLink(path, entry);
      case SYMLINK -> symlink(path, entry.link(), entry.offset());
      case FOLDER -> notes.folder(path);
      case OTHER -> special(path, entry);
    }
  }

  /// What a device or a pipe would give is known where it runs alone.
  private void special(String path, Entry entry) {
    notes.other();
    if (reading.wants(path)) {
      notes.gap(path, entry.offset(), "not read: a device or a pipe");
    }
  }

  private void whiteout(String path, String name, Entry entry) {
    String folder = EntryPath.folder(path);
    if (name.equals(OPAQUE)) {
      notes.opaque(folder);
    } else if (!name.startsWith(AUFS)) {
      String hidden = name.substring(WHITEOUT.length());
      if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
        suspicious(path, entry, "a whiteout of a folder by its inside");
      } else {
        notes.whiteout(folder.isEmpty() ? hidden : folder + "/" + hidden);
      }
    }
  }

  private void file(String path, Entry entry) throws IOException {
    List<Analyzer> wanting = reading.wanting(path);
    var file = new FileTaker.Place(path, written, entry);
    if (!wanting.isEmpty()) {
      files.wanted(file, wanting);
    } else if (entry.sizeBytes() < ContentAnalyzer.FIRST_BYTES || !reading.mayWant(path)) {
      notes.other();
    } else {
      files.candidate(file);
    }
  }

  /// Links are followed as deep as folders are known that take their place.
  private void symlink(String path, String target, long offset) {
    if (paths.isPassedBy(path)) {
      return;
    }
    if (target.length() > limits.of(Limit.PATH_LENGTH)) {
      notes.gap(path, offset, "not followed: a link of " + target.length() + " characters");
      notes.other();
      return;
    }
    notes.symlink(path, target);
  }

  private void hardLink(String path, Entry entry) {
    Optional<String> target = EntryPath.normalise(entry.link());
    if (target.isEmpty()) {
      suspicious(path, entry, "a hard link that leads out of the image");
      notes.other();
      return;
    }
    // A hard link to a symbolic one is a symbolic one: the kernel does not follow it.
    Optional<String> symlink = notes.symlinkAt(notes.real(target.get()));
    if (symlink.isPresent()) {
      symlink(path, symlink.get(), entry.offset());
      return;
    }
    LayerNotes.LinkEnd end = notes.hardLink(path, target.get(), entry.offset());
    List<Analyzer> wanting = reading.wanting(path);
    if (!wanting.isEmpty() && !paths.isPassedBy(path)) {
      wishes.put(path, new Wish(end.target(), end.before(), path, wanting));
    }
  }

  /// What another pass has to read: wanted files that are hard links to other entries.
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }

  /// Why a wish cannot be fulfilled whose target is nowhere.
  static String noFile(Wish wish) {
    return "it links to `" + wish.target() + "`, which is no file of its layer";
  }

  /// What is left where a wish cannot be fulfilled.
  static FileFacts unread(Wish wish, String why) {
    return new FileFacts(
        wish.path(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(new Gap(wish.path(), 0, "not read: " + why)));
  }
}

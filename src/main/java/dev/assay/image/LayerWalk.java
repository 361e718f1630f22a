package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.format.tar.TarReader;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
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
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private final byte[] first = new byte[ContentAnalyzer.FIRST_BYTES];
  private long entries;

  /// The path of the entry at hand as the archive has it.
  private String written = "";

  LayerWalk(FileReading reading, Limits limits, LayerNotes notes) {
    this.reading = reading;
    this.limits = limits;
    this.notes = notes;
  }

  void walk(TarReader tar) throws IOException {
    while (tar.next()) {
      if (++entries > limits.of(Limit.LAYER_ENTRIES)) {
        throw limits.passed(Limit.LAYER_ENTRIES, "it has more than", "entries");
      }
      Optional<String> path = EntryPath.normalise(tar.path());
      if (path.isEmpty()) {
        suspicious(tar.path(), tar, "its path leads out of the image");
      } else if (!path.get().isEmpty()) {
        entry(path.get(), tar);
      }
    }
    tar.drain();
  }

  private void suspicious(String path, TarReader tar, String why) {
    notes.gap(path, tar.offset(), "suspicious entry, not read: " + why);
  }

  private void entry(String path, TarReader tar) throws IOException {
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
      whiteout(real, name, tar);
    } else {
      // What is wanted where it was written to alone is not lost for a link above it.
      note(isWantedAsWritten(path, real) ? path : real, tar);
    }
  }

  private boolean isWantedAsWritten(String path, String real) {
    return !path.equals(real) && reading.wants(path) && !reading.wants(real);
  }

  private void note(String path, TarReader tar) throws IOException {
    wishes.remove(path);
    switch (tar.kind()) {
      case FILE -> file(path, tar);
      case HARD_LINK -> hardLink(path, tar);
      case SYMLINK -> symlink(path, tar);
      case FOLDER -> notes.folder(path);
      case OTHER -> notes.other(path);
    }
  }

  private void whiteout(String path, String name, TarReader tar) {
    String folder = EntryPath.folder(path);
    if (name.equals(OPAQUE)) {
      notes.opaque(folder);
    } else if (!name.startsWith(AUFS)) {
      String hidden = name.substring(WHITEOUT.length());
      if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
        suspicious(path, tar, "a whiteout of a folder by its inside");
      } else {
        notes.whiteout(folder.isEmpty() ? hidden : folder + "/" + hidden);
      }
    }
  }

  private void file(String path, TarReader tar) throws IOException {
    List<Analyzer> wanting = reading.wanting(path);
    if (!wanting.isEmpty()) {
      if (!isTooDeep(path)) {
        read(path, wanting, tar.sizeBytes(), tar.content());
      }
    } else if (tar.sizeBytes() < first.length || !reading.mayWant(path)) {
      notes.other(path);
    } else {
      byContent(path, tar);
    }
  }

  private void byContent(String path, TarReader tar) throws IOException {
    InputStream content = tar.content();
    content.readNBytes(first, 0, first.length);
    List<Analyzer> wanting = reading.wanting(path, first);
    if (wanting.isEmpty()) {
      notes.other(path);
    } else if (!isTooDeep(path)) {
      read(path, wanting, tar.sizeBytes(), new PrecededContent(first, content));
    }
  }

  private void read(String path, List<Analyzer> wanting, long size, InputStream content)
      throws IOException {
    FileReading.Result result = reading.read(path, wanting, size, content);
    if (result.facts().isEmpty() && result.later().isEmpty() && !reading.wants(path)) {
      notes.other(path); // one of the thousands of programs that say nothing
    } else {
      notes.file(result.facts());
    }
    if (!result.later().isEmpty()) {
      wishes.put(path, Wish.of(written, path, result.later()));
    }
  }

  private boolean isTooDeep(String path) {
    boolean isDeep = EntryPath.depth(path) > limits.of(Limit.PATH_DEPTH);
    if (!isDeep && path.length() <= limits.of(Limit.PATH_LENGTH)) {
      return false;
    }
    Limit limit = isDeep ? Limit.PATH_DEPTH : Limit.PATH_LENGTH;
    notes.other(path);
    notes.gap(
        path,
        0,
        "not read: its path is over the limit of "
            + limits.of(limit)
            + (isDeep ? " folders" : " characters")
            + " (limit "
            + limit.word()
            + ", set by `--limit`)");
    return true;
  }

  /// Links are followed as deep as folders are known that take their place.
  private void symlink(String path, TarReader tar) {
    if (isTooDeep(path)) {
      return;
    }
    if (tar.link().length() > limits.of(Limit.PATH_LENGTH)) {
      notes.gap(
          path, tar.offset(), "not followed: a link of " + tar.link().length() + " characters");
      notes.other(path);
      return;
    }
    notes.symlink(path, tar.link());
  }

  private void hardLink(String path, TarReader tar) {
    Optional<String> target = EntryPath.normalise(tar.link());
    if (target.isEmpty()) {
      suspicious(path, tar, "a hard link that leads out of the image");
      notes.other(path);
      return;
    }
    LayerNotes.LinkEnd end = notes.hardLink(path, target.get(), tar.offset());
    List<Analyzer> wanting = reading.wanting(path);
    if (!wanting.isEmpty() && !isTooDeep(path)) {
      wishes.put(path, new Wish(end.target(), end.before(), path, wanting));
    }
  }

  /// What another pass has to read: wanted files that are hard links to other entries, and large
  /// files that several analyzers want.
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
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

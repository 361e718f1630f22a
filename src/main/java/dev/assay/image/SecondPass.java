package dev.assay.image;

import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Another pass over a layer, for the few files whose worth was not known when they went by.
final class SecondPass {
  /// Files up to this size are read once for all who wish for them.
  private static final int SHARED_BYTES = 4 << 20;

  /// Why a link that leads back cannot be followed.
  static final String GONE =
      "it is a link to an entry before it, and the layer can be read only once";

  private final FileReading reading;
  private final Map<String, List<Wish>> byTarget = new LinkedHashMap<>();
  private final Map<Wish, FileFacts> fulfilled = new LinkedHashMap<>();
  private final Map<String, LayerNotes.LinkEnd> hardLinks = new HashMap<>();
  private final List<Wish> left = new ArrayList<>();

  SecondPass(FileReading reading, List<Wish> wishes) {
    this.reading = reading;
    for (Wish wish : wishes) {
      byTarget.computeIfAbsent(wish.target(), t -> new ArrayList<>()).add(wish);
    }
  }

  /// What is missing where a link leads back and the bytes have gone.
  static Gap impossible(String path) {
    return new Gap(path, 0, "not read: " + GONE);
  }

  /// What is missing behind a link that leads into a layer of which only both ends were read.
  static Gap notPeeked(String path) {
    return new Gap(path, 0, "not read: what it links to was not looked for");
  }

  /// Whether another source of the layer, one that can be read again, would close the gap.
  static boolean isForLackOfASecondPass(Gap gap) {
    return gap.problem().endsWith(GONE);
  }

  void walk(TarReader tar) throws IOException {
    var entry = new Entry.Tar(tar);
    while (tar.next()) {
      visit(entry);
    }
    tar.drain();
  }

  /// Reads an entry that somebody wishes for; entries come in the archive's order.
  void visit(Entry entry) throws IOException {
    Optional<String> path = EntryPath.normalise(entry.path());
    if (path.isPresent() && byTarget.containsKey(path.get())) {
      entry(path.get(), entry);
    }
  }

  private void entry(String path, Entry entry) throws IOException {
    List<Wish> wishes =
        byTarget.getOrDefault(path, List.of()).stream()
            .filter(w -> entry.offset() < w.before())
            .toList();
    if (wishes.isEmpty()) {
      return;
    }
    // Of several entries of one path, the last counts.
    hardLinks.remove(path);
    left.removeAll(wishes);
    if (entry.kind() == TarKind.FILE) {
      read(wishes, entry);
    } else if (entry.kind() == TarKind.HARD_LINK) {
      EntryPath.normalise(entry.link())
          .ifPresent(t -> hardLinks.put(path, new LayerNotes.LinkEnd(t, entry.offset())));
    }
  }

  private void read(List<Wish> wishes, Entry entry) throws IOException {
    long size = entry.sizeBytes();
    if (wishes.size() > 1 && size <= SHARED_BYTES) {
      byte[] bytes = entry.content().readNBytes((int) size);
      for (Wish wish : wishes) {
        read(wish, bytes.length, new ByteArrayInputStream(bytes));
      }
    } else {
      read(wishes.getFirst(), size, entry.content());
      left.addAll(wishes.subList(1, wishes.size()));
    }
  }

  private void read(Wish wish, long size, InputStream content) throws IOException {
    FileReading.Result result = reading.read(wish.path(), wish.analyzers(), size, content);
    fulfilled.put(wish, result.facts());
    left.removeIf(w -> w.target().equals(wish.target()) && w.path().equals(wish.path()));
    if (!result.later().isEmpty()) {
      left.add(new Wish(wish.target(), wish.before(), wish.path(), result.later()));
    }
  }

  /// What was read.
  Map<Wish, FileFacts> fulfilled() {
    return fulfilled;
  }

  /// What needs yet another pass: large files that several wish for, and hard links that were taken
  /// for files.
  List<Wish> left() {
    var all = new ArrayList<Wish>(left);
    for (var link : hardLinks.entrySet()) {
      for (Wish wish : byTarget.getOrDefault(link.getKey(), List.of())) {
        LayerNotes.LinkEnd end = link.getValue();
        all.add(new Wish(end.target(), end.before(), wish.path(), wish.analyzers()));
      }
    }
    return all;
  }

  /// Those whose target is no file of the layer.
  List<Wish> unknown() {
    return byTarget.entrySet().stream()
        .filter(e -> !hardLinks.containsKey(e.getKey()))
        .flatMap(e -> e.getValue().stream())
        .filter(w -> !fulfilled.containsKey(w) && !left.contains(w))
        .toList();
  }
}

package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.format.tar.TarKind;
import dev.assay.image.limit.Limits;
import dev.assay.image.peek.PeekedEntry;
import dev.assay.image.peek.PeekedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Reads what stands at both ends of a layer, as far as it is complete.
final class PeekReading {
  private final PeekedLayer layer;
  private final FileReading reading;
  private final LayerNotes notes;
  private final Limits limits;

  PeekReading(PeekedLayer layer, FileReading reading, LayerNotes notes, Limits limits) {
    this.layer = layer;
    this.reading = reading;
    this.notes = notes;
    this.limits = limits;
  }

  /// Reads. Links to what may lie in between are not followed.
  void read() throws IOException {
    var walk = new LayerWalk(reading, limits, notes, new WholeFiles());
    for (PeekedEntry entry : layer.head()) {
      walk.visit(new Peeked(entry));
    }
    for (PeekedEntry entry : layer.tail()) {
      walk.visit(new Peeked(entry));
    }
    for (Wish wish : walk.wishes()) {
      notes.moreOfFile(LayerWalk.unread(wish, "what it links to was not looked for"));
    }
  }

  /// How many bytes of files were there.
  long fileBytes() {
    return sum(layer.head()) + sum(layer.tail());
  }

  private static long sum(List<PeekedEntry> entries) {
    return entries.stream()
        .filter(e -> e.content().isPresent())
        .mapToLong(PeekedEntry::sizeBytes)
        .sum();
  }

  private record Peeked(PeekedEntry entry) implements Entry {
    @Override
    public String path() {
      return entry.path();
    }

    @Override
    public TarKind kind() {
      return entry.kind();
    }

    @Override
    public String link() {
      return entry.link();
    }

    @Override
    public long sizeBytes() {
      return entry.sizeBytes();
    }

    @Override
    public long offset() {
      return entry.order();
    }

    @Override
    public InputStream content() {
      return entry.content().orElseThrow().open();
    }
  }

  /// Reads files that are complete, and notes the others.
  private final class WholeFiles implements FileTaker {
    private final PathLimit paths = new PathLimit(limits, notes);

    @Override
    public void wanted(Place file, List<Analyzer> wanting) throws IOException {
      if (!isWhole(file)) {
        notes.other();
        String problem = "not read: only a part of it is in what was peeked into";
        notes.gap(file.path(), file.entry().offset(), problem);
      } else if (!paths.isPassedBy(file.path())) {
        readAll(file, wanting);
      }
    }

    @Override
    public void candidate(Place file) throws IOException {
      notes.other();
      if (!isWhole(file) || paths.isPassedBy(file.path())) {
        return;
      }
      byte[] first = file.entry().content().readNBytes(ContentAnalyzer.FIRST_BYTES);
      readAll(file, reading.wanting(file.path(), first));
    }

    private void readAll(Place file, List<Analyzer> wanting) throws IOException {
      List<Analyzer> open = wanting;
      while (!open.isEmpty()) {
        FileReading.Result result =
            reading.read(file.path(), open, file.entry().sizeBytes(), file.entry().content());
        notes.moreOfFile(result.facts());
        open = result.later();
      }
    }

    @Override
    public void replaced(String path) {
      // Whatever was there is read already, and taken back where its path is noted anew.
    }

    private static boolean isWhole(Place file) {
      return file.entry() instanceof Peeked peeked && peeked.entry.content().isPresent();
    }
  }
}

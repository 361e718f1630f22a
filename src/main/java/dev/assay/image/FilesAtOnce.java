package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.image.limit.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads files while they go by.
final class FilesAtOnce implements FileTaker {
  private final FileReading reading;
  private final LayerNotes notes;
  private final PathLimit paths;
  private final TocCheck toc;
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private final byte[] first = new byte[ContentAnalyzer.FIRST_BYTES];

  FilesAtOnce(FileReading reading, LayerNotes notes, Limits limits, TocCheck toc) {
    this.toc = toc;
    this.reading = reading;
    this.notes = notes;
    this.paths = new PathLimit(limits, notes);
  }

  @Override
  public void wanted(Place file, List<Analyzer> wanting) throws IOException {
    if (!paths.isPassedBy(file.path())) {
      InputStream content = toc.watched(file.entry(), file.entry().content());
      read(file, wanting, content);
      toc.finish(file.written(), content);
    }
  }

  @Override
  public void candidate(Place file) throws IOException {
    InputStream content = file.entry().content();
    content.readNBytes(first, 0, first.length);
    List<Analyzer> wanting = reading.wanting(file.path(), first);
    if (wanting.isEmpty()) {
      notes.other();
    } else if (!paths.isPassedBy(file.path())) {
      read(file, wanting, new PrecededContent(first, content));
    }
  }

  private void read(Place file, List<Analyzer> wanting, InputStream content) throws IOException {
    String path = file.path();
    FileReading.Result result = reading.read(path, wanting, file.entry().sizeBytes(), content);
    if (result.facts().isEmpty() && result.later().isEmpty() && !reading.wants(path)) {
      notes.other(); // one of the thousands of programs that say nothing
    } else {
      notes.file(result.facts());
    }
    if (!result.later().isEmpty()) {
      wishes.put(path, Wish.of(file.written(), path, result.later()));
    }
  }

  @Override
  public void replaced(String path) {
    wishes.remove(path);
  }

  /// Large files that several analyzers want, of which all but one still have to see it.
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }
}

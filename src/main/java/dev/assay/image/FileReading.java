package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.analyze.ContentAnalyzer.Listed;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.FileFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Hands a file's bytes to the analyzers that want it. Whatever an analyzer does with hostile
/// bytes, the file ends as facts and gaps; only damage of the layer itself goes through.
final class FileReading {
  /// Larger files that several analyzers want are streamed to one of them; the others get their
  /// turn in another pass over the layer.
  private static final int SHARED_BYTES = 4 << 20;

  private final List<Analyzer> analyzers;
  private final List<ContentAnalyzer> byContent;
  private final Limits limits;
  private final Budget budget;

  FileReading(List<Analyzer> analyzers, Limits limits, Budget budget) {
    this.analyzers = analyzers;
    this.byContent =
        analyzers.stream()
            .filter(ContentAnalyzer.class::isInstance)
            .map(ContentAnalyzer.class::cast)
            .toList();
    this.limits = limits;
    this.budget = budget;
  }

  /// Those that want the path; the empty list costs nothing.
  List<Analyzer> wanting(String path) {
    List<Analyzer> wanting = List.of();
    for (Analyzer analyzer : analyzers) {
      if (analyzer.wants(path)) {
        if (wanting.isEmpty()) {
          wanting = new ArrayList<>(2);
        }
        wanting.add(analyzer);
      }
    }
    return wanting;
  }

  /// Whether an analyzer wants the file for its path.
  boolean wants(String path) {
    return !wanting(path).isEmpty();
  }

  /// Whether some analyzer could want the file for its content.
  boolean mayWant(String path) {
    for (ContentAnalyzer analyzer : byContent) {
      if (analyzer.mayWant(path)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the file is worth fetching to see whether some analyzer wants it for its content.
  boolean isWorthFetching(Listed file) {
    for (ContentAnalyzer analyzer : byContent) {
      if (analyzer.mayWant(file.path()) && analyzer.isWorthFetching(file)) {
        return true;
      }
    }
    return false;
  }

  /// Those that want a file for how it begins.
  List<Analyzer> wanting(String path, byte[] first) {
    List<Analyzer> wanting = List.of();
    for (ContentAnalyzer analyzer : byContent) {
      if (analyzer.wantsContent(first) && analyzer.mayWant(path)) {
        wanting = wanting.isEmpty() ? new ArrayList<>(2) : wanting;
        wanting.add(analyzer);
      }
    }
    return wanting;
  }

  /// What was learnt, and who still has to see the file.
  record Result(FileFacts facts, List<Analyzer> later) {}

  /// Reads one file.
  ///
  /// @param path what the analyzers are told
  /// @throws IOException where the layer's bytes do not arrive
  Result read(String path, List<Analyzer> wanting, long sizeBytes, InputStream content)
      throws IOException {
    var finds = new FileFinds(path, analyzers, budget);
    if (sizeBytes > limits.of(Limit.FILE_BYTES)
        && !wanting.stream().allMatch(ContentAnalyzer.class::isInstance)) {
      finds.gap(0, overLimit(sizeBytes));
      return new Result(finds.facts(), List.of());
    }
    if (wanting.size() == 1 || sizeBytes > SHARED_BYTES) {
      analyze(wanting.getFirst(), path, new WatchedContent(content, sizeBytes), finds);
      return new Result(finds.facts(), List.copyOf(wanting.subList(1, wanting.size())));
    }
    byte[] bytes = content.readNBytes((int) sizeBytes);
    for (Analyzer analyzer : wanting) {
      var copy = new WatchedContent(new ByteArrayInputStream(bytes), bytes.length);
      analyze(analyzer, path, copy, finds);
    }
    return new Result(finds.facts(), List.of());
  }

  private String overLimit(long sizeBytes) {
    return "not read: it has "
        + sizeBytes
        + " bytes, over the limit of "
        + limits.of(Limit.FILE_BYTES)
        + " (limit "
        + Limit.FILE_BYTES.word()
        + ", set by `--limit`)";
  }

  private void analyze(Analyzer analyzer, String path, WatchedContent content, FileFinds finds)
      throws IOException {
    finds.startAnalyzer(analyzer);
    try {
      analyzer.read(path, content, finds);
    } catch (FileFinds.OverBudget e) {
      finds.gap(
          content.position(),
          "read no further: the layer's inventory is over the limit of "
              + limits.of(Limit.LAYER_INVENTORY)
              + " bytes (limit "
              + Limit.LAYER_INVENTORY.word()
              + ", set by `--limit`)");
    } catch (Budget.Exhausted e) {
      throw e; // no other file could be read either
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Every byte is hostile: a parser that trips over it costs this file, not the scan.
      content.rethrow();
      finds.gap(content.position(), "analyzer " + analyzer.name() + " failed: " + reason(e));
    }
    content.rethrow();
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName();
    return message == null || message.isBlank() ? kind : kind + ": " + message;
  }
}

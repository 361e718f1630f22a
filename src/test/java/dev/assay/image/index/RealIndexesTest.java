package dev.assay.image.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.JdkInflating;
import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every entry and every byte of a real layer, by each of its indexes.
class RealIndexesTest {
  static List<SampleForms.Form> forms() throws IOException {
    return SampleForms.all();
  }

  /// `KIND PATH LINK SIZE DIGEST` of everything in the plain layer.
  private static List<String> archive() throws IOException {
    var lines = new ArrayList<String>();
    try (var in = new Gunzip(new ByteArrayInputStream(SampleForms.plain()), new JdkInflating())) {
      var tar = new TarReader(in);
      while (tar.next()) {
        byte[] content = tar.kind() == TarKind.FILE ? tar.content().readAllBytes() : new byte[0];
        lines.add(line(tar.kind(), tar.path(), tar.link(), content));
      }
    }
    return lines;
  }

  private static String line(TarKind kind, String path, String link, byte[] content) {
    return kind + " " + path + " " + link + " " + content.length + " " + Digest.sha256(content);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void listsAndGivesWhatTheArchiveHas(SampleForms.Form form) throws IOException {
    var ranges = new MemoryRanges(form.bytes());
    LayerIndex index = form.index(ranges);
    var entries = new ArrayList<IndexedEntry>();
    index.entries(entries::add);
    entries.removeIf(entry -> entry.path().equals(".no.prefetch.landmark")); // eStargz's own
    var blocks = new ArrayList<Block>();
    entries.forEach(e -> e.slices().forEach(s -> s.block().ifPresent(blocks::add)));
    FetchPlan plan = FetchPlan.of(blocks, form.bytes().length, ranges.givesManyAtOnce());
    var lines = new ArrayList<String>();
    try (var reader = new BlockReader(index, ranges)) {
      reader.plan(plan);
      for (IndexedEntry entry : entries) {
        byte[] content = new SlicedContent(entry, reader).readAllBytes();
        if (entry.kind() == TarKind.FILE && entry.sizeBytes() > 0) {
          index.checkPlace(entry, reader);
        }
        lines.add(line(entry.kind(), entry.path(), entry.link(), content));
      }
    }
    assertEquals(archive(), lines);
    assertTrue(ranges.movedBytes() <= form.bytes().length * 1.25, "" + ranges.movedBytes());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void fetchesAFewFilesWithFewBytes(SampleForms.Form form) throws IOException {
    var ranges = new MemoryRanges(form.bytes());
    LayerIndex index = form.index(ranges);
    var wanted = new ArrayList<IndexedEntry>();
    index.entries(entry -> {
      if (entry.path().endsWith("lib/apk/db/installed")
          || entry.path().endsWith("etc/os-release")) {
        wanted.add(entry);
      }
    });
    FetchPlan plan =
        FetchPlan.of(
            wanted.stream()
                .flatMap(e -> e.slices().stream())
                .flatMap(s -> s.block().stream())
                .toList(),
            form.bytes().length,
            false);
    assertTrue(plan.bytes() > 0 && plan.bytes() < form.bytes().length, "" + plan.bytes());
    var text = new StringBuilder();
    try (var reader = new BlockReader(index, ranges)) {
      reader.plan(plan);
      for (IndexedEntry entry : wanted) {
        text.append(new String(new SlicedContent(entry, reader).readAllBytes()));
      }
    }
    assertTrue(text.toString().contains("P:alpine-baselayout\n"), "the package database");
  }
}

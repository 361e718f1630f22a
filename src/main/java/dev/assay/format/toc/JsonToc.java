package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk;
import dev.assay.format.tar.TarKind;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The list of files that eStargz and zstd:chunked share: `{"version":1,"entries":[…]}`. An entry
/// of type `chunk` goes on with the file before it. Every chunk's digest must be there: without it
/// nothing read by the list could be checked.
///
/// Source: <https://github.com/containerd/stargz-snapshotter/blob/v0.18.0/docs/estargz.md#the-toc>
public final class JsonToc {
  private static final long MAX_SIZE_BYTES = 1L << 46;

  /// 16 GiB where chunks have 64 KiB, as the smallest have in real lists. All are held in memory.
  private static final int MAX_CHUNKS = 1 << 18;

  private final long limit;
  private final Consumer<TocEntry> sink;
  private long[] starts = new long[256];
  private int count;
  private long entries;
  private Optional<Draft> file = Optional.empty();

  /// A file whose chunks are still coming.
  private static final class Draft {
    private final String path;
    private final boolean isExecutable;
    private final long sizeBytes;
    private final String wholeDigest;
    private final List<TocChunk> chunks = new ArrayList<>(1);
    private long covered;

    Draft(String path, boolean isExecutable, long sizeBytes, String wholeDigest) {
      this.path = path;
      this.isExecutable = isExecutable;
      this.sizeBytes = sizeBytes;
      this.wholeDigest = wholeDigest;
    }
  }

  private JsonToc(long limit, Consumer<TocEntry> sink) {
    this.limit = limit;
    this.sink = sink;
  }

  /// Where chunks start, so that it is known where each of them ends.
  public static final class Starts {
    private final long[] sorted;
    private final long end;

    private Starts(long[] sorted, long end) {
      this.sorted = sorted;
      this.end = end;
    }

    /// Where the packed bytes that start at an offset end: where the next ones start, else where
    /// the list itself does.
    public long endOf(long from) {
      int at = Arrays.binarySearch(sorted, from + 1);
      int next = at < 0 ? -at - 1 : at;
      return next < sorted.length ? sorted[next] : end;
    }
  }

  /// Reads a list.
  ///
  /// @param limit offset in the layer that no chunk may reach: where the list itself starts
  /// @param sink given each entry in order
  /// @throws InputFailure where the list breaks its format or contradicts itself
  /// @throws IOException where the bytes do not arrive
  public static Starts read(InputStream json, long limit, Consumer<TocEntry> sink)
      throws IOException {
    var toc = new JsonToc(limit, sink);
    JsonWalk.walk(
        json,
        "the table of contents",
        new JsonWalk.Visitor() {
          @Override
          public JsonWalk.Step step(String path) {
            return switch (path) {
              case "version" -> JsonWalk.Step.WHOLE;
              case "entries" -> JsonWalk.Step.EACH;
              default -> JsonWalk.Step.SKIP;
            };
          }

          @Override
          public void take(String path, Json value) {
            if (path.equals("version")) {
              toc.version(value);
            } else {
              toc.entry(value);
            }
          }
        });
    toc.finishFile();
    return toc.starts();
  }

  private Starts starts() {
    Arrays.sort(starts, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || starts[i] != starts[kept - 1]) {
        starts[kept++] = starts[i];
      }
    }
    return new Starts(Arrays.copyOf(starts, kept), limit);
  }

  private void version(Json value) {
    if (value.whole().orElse(0L) != 1) {
      throw new InputFailure("the table of contents is of an unknown version");
    }
  }

  private void entry(Json json) {
    entries++;
    String type = json.text("type");
    if (type.equals("chunk")) {
      Draft draft = file.orElseThrow(() -> broken("a chunk without a file before it"));
      chunk(json, draft);
      return;
    }
    finishFile();
    String path = json.text("name");
    if (path.isEmpty()) {
      throw broken("no name");
    }
    switch (type) {
      case "reg" -> startFile(json, path);
      case "dir" -> other(path, TarKind.FOLDER, "");
      case "symlink" -> other(path, TarKind.SYMLINK, link(json));
      case "hardlink" -> other(path, TarKind.HARD_LINK, link(json));
      case "char", "block", "fifo" -> other(path, TarKind.OTHER, "");
      default -> throw broken("an unknown type");
    }
  }

  private String link(Json json) {
    String link = json.text("linkName");
    if (link.isEmpty()) {
      throw broken("a link without a target");
    }
    return link;
  }

  private void other(String path, TarKind kind, String link) {
    sink.accept(new TocEntry(path, kind, link, false, 0, List.of()));
  }

  private void startFile(Json json, String path) {
    var draft =
        new Draft(
            path,
            FileMode.isExecutable(json.at("mode").whole().orElse(0L)),
            number(json, "size", MAX_SIZE_BYTES),
            json.text("digest"));
    file = Optional.of(draft);
    if (draft.sizeBytes > 0) {
      chunk(json, draft);
      long end = number(json, "endOffset", limit);
      if (end > 0) {
        start(end); // of whatever follows, be it no file's content
      }
    }
  }

  private void chunk(Json json, Draft draft) {
    long left = draft.sizeBytes - draft.covered;
    long said = number(json, "chunkSize", MAX_SIZE_BYTES);
    long size = said == 0 ? left : said;
    if (number(json, "chunkOffset", MAX_SIZE_BYTES) != draft.covered || size > left || left == 0) {
      throw broken("chunks that overlap or leave something out");
    }
    if (draft.chunks.size() == MAX_CHUNKS) {
      throw broken("a file of more than " + MAX_CHUNKS + " chunks");
    }
    String digest = json.text("chunkDigest");
    if (digest.isEmpty() && size == draft.sizeBytes) {
      digest = draft.wholeDigest;
    }
    long from = number(json, "offset", limit - 1);
    start(from);
    draft.covered += size;
    draft.chunks.add(
        new TocChunk(
            from,
            number(json, "innerOffset", MAX_SIZE_BYTES),
            size,
            Digest.parse(digest),
            json.text("chunkType").equals("zeros")));
  }

  private void start(long from) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = from;
  }

  private void finishFile() {
    if (file.isEmpty()) {
      return;
    }
    Draft draft = file.get();
    if (draft.covered != draft.sizeBytes) {
      throw broken("chunks that end before their file does");
    }
    file = Optional.empty();
    sink.accept(
        new TocEntry(
            draft.path, TarKind.FILE, "", draft.isExecutable, draft.sizeBytes, draft.chunks));
  }

  private long number(Json json, String name, long most) {
    Json value = json.at(name);
    long number = value.isNull() ? 0 : value.whole().orElse(-1L);
    if (number < 0 || number > most) {
      throw broken("`" + name + "` is no number that can be");
    }
    return number;
  }

  private InputFailure broken(String problem) {
    return new InputFailure("entry " + entries + " of the table of contents: " + problem);
  }
}

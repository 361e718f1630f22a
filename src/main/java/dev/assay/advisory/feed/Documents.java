package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.yaml.Yaml;
import dev.assay.model.DataSource;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/// The JSON and YAML files of a source that has a form of its own, a document each. One that is of
/// the OSV schema is read as such: somebody converted it. What is no document becomes a gap, as
/// does what the source's reader refuses.
public final class Documents {
  private static final int MAX_YAML_BYTES = 8 << 20;

  private final DataSource source;
  private final FeedSink sink;
  private final CvssScores scores = new CvssScores();

  /// @param source who publishes the records that somebody converted
  public Documents(DataSource source, FeedSink sink) {
    this.source = source;
    this.sink = sink;
  }

  /// Takes a document of the source's own form.
  public interface Reader {
    /// @param file for messages
    /// @throws InputFailure where it is of another form
    void read(String file, Json document) throws IOException;
  }

  /// Whether a file of that name can be read at all.
  public static boolean isDocument(String file) {
    return file.endsWith(".json") || file.endsWith(".yml") || file.endsWith(".yaml");
  }

  /// Whether a file of that name is an archive of upstream's.
  public static boolean isArchive(String file) {
    boolean isArchive = file.contains(".tar") || file.endsWith(".tgz") || file.endsWith(".zip");
    return isArchive && !isConverted(file);
  }

  /// Whether that is the place for records that somebody converted to OSV.
  public static boolean isConverted(String file) {
    return file.equals("converted-osv.zip");
  }

  /// The scores that the readers of this source share.
  public CvssScores scores() {
    return scores;
  }

  /// Reads every document of the input.
  ///
  /// @param own which files hold the source's own form; a repository has others, too
  public void forEach(FeedInput input, Predicate<String> own, Reader reader) throws IOException {
    input.forEach((name, content) -> {
      boolean isOwn = own.test(name);
      if (isDocument(name) && (isOwn || name.endsWith(".json"))) {
        try {
          read(name, content, isOwn, reader);
        } catch (InputFailure e) {
          sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
        }
      }
    });
  }

  private void read(String name, InputStream content, boolean isOwn, Reader reader)
      throws IOException {
    Json document =
        name.endsWith(".json") ? Json.parse(content.readAllBytes(), name) : yaml(name, content);
    if (isOsv(document)) {
      new OsvRecord(document, name, source, scores).read(sink);
    } else if (isOwn) {
      reader.read(name, document);
    }
  }

  private static boolean isOsv(Json document) {
    return !document.text("id").isEmpty() && document.at("affected") instanceof Json.Arr;
  }

  private static Json yaml(String name, InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(MAX_YAML_BYTES + 1);
    if (bytes.length > MAX_YAML_BYTES) {
      throw new InputFailure(name + " has more than " + MAX_YAML_BYTES + " bytes");
    }
    Yaml.Result result = Yaml.read(new String(bytes, UTF_8));
    Optional<Yaml.Problem> problem = result.problem();
    if (problem.isPresent()) {
      String line = problem.get().line() > 0 ? "line " + problem.get().line() + ": " : "";
      throw new InputFailure("cannot read " + name + ": " + line + problem.get().text());
    }
    return result.document();
  }
}

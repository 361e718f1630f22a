package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.analyze.Neighbours;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.format.toml.Toml;
import dev.assay.format.yaml.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A lock file's text, in whatever notation it is; what breaks the notation becomes a gap.
///
/// @param path of the file
/// @param text the whole
/// @param neighbours the files around it
/// @param found where gaps go
public record LockText(String path, String text, Neighbours neighbours, Found found) {
  /// The document of a JSON text, and where its objects stand.
  public PartialJson.Result json() {
    PartialJson.Result read = PartialJson.read(text);
    read.problem().ifPresent(one -> found.gap(one.line(), one.text()));
    return read;
  }

  /// The document of a YAML text.
  public Json yaml() {
    Yaml.Result read = Yaml.read(text);
    read.problem().ifPresent(one -> found.gap(one.line(), one.text()));
    return read.document();
  }

  /// The document of a TOML text.
  public Json toml() {
    Toml.Result read = Toml.read(text);
    read.problems().forEach(problem -> found.gap(problem.line(), problem.text()));
    return read.document();
  }

  /// Says where the last line has no end, or there is none: for formats that only programs write,
  /// which end every line, and that have no other sign of their end.
  public void expectEndOfLine() {
    if (!text.endsWith("\n")) {
      found.gap(0, text.isEmpty() ? "it is empty" : "its last line is cut off");
    }
  }

  /// Says where what comes last, or must be there, is not.
  ///
  /// @param mark as it stands in the file
  public void expect(boolean isThere, String mark) {
    if (!isThere) {
      found.gap(0, "it ends before `" + mark + "`");
    }
  }

  /// Says where a document has none of these members, one of which it always has.
  public void expectOneOf(Json document, String... members) {
    if (Stream.of(members).noneMatch(document.members()::containsKey)) {
      found.gap(0, "it has no `" + String.join("` nor `", members) + "`");
    }
  }

  /// Its lines without their ends, the first one first.
  public List<String> lines() {
    return text.lines().toList();
  }

  /// The text of the file of that name in the same folder; empty where there is none.
  public Optional<LockText> beside(String name) throws IOException {
    return at(path.substring(0, path.lastIndexOf('/') + 1) + name);
  }

  /// The text of the file at that path of the tree; empty where there is none.
  public Optional<LockText> at(String other) throws IOException {
    return neighbours
        .read(other, WholeText.MAX_BYTES)
        .map(bytes -> new LockText(other, WholeText.decoded(bytes), neighbours, found));
  }

  /// The JSON document beside it of that name; nothing where there is none or it is broken: it only
  /// adds to what the lock file says.
  public Json jsonBeside(String name) throws IOException {
    return beside(name)
        .map(other -> PartialJson.read(other.text()).document())
        .orElse(Json.Null.NULL);
  }
}

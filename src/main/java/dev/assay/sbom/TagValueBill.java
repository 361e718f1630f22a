package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SPDX as lines of `Tag: value`, read as the values that its JSON form has. A value in `<text>`
/// may have several lines. What belongs to a package stands behind its `PackageName`; annotations
/// name what they are about.
///
/// Source: <https://spdx.github.io/spdx-spec/v2.3/conformance/>
final class TagValueBill {
  private static final int MAX_VALUE = 1 << 20;
  private static final String BEGIN = "<text>";
  private static final String END = "</text>";

  /// Tags of a package that are members of their own.
  private static final Map<String, String> MEMBERS =
      Map.of(
          "PackageVersion", "versionInfo",
          "PackageSupplier", "supplier",
          "PackageSourceInfo", "sourceInfo",
          "PackageLicenseDeclared", "licenseDeclared",
          "PrimaryPackagePurpose", "primaryPackagePurpose");

  /// What a line takes beside its text, roughly.
  private static final int LINE = 100;

  private final SpdxDraft draft;
  private final Bound bound;
  private final Lines lines;
  private final String name;
  private final Map<String, Entry> packages = new LinkedHashMap<>();
  private final Map<String, List<Json>> notes = new HashMap<>();
  private Entry current = new Entry("");
  private Note note = new Note("", "");

  private long bytes;

  private TagValueBill(Lines lines, String name, Bound bound) {
    this.bound = bound;
    this.draft = new SpdxDraft(bound);
    this.lines = lines;
    this.name = name;
  }

  /// An annotation while it is read.
  private record Note(String about, String comment) {}

  /// A package while it is read.
  private static final class Entry {
    private final String name;
    private String id = "";
    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<Json> externals = new ArrayList<>();
    private final List<Json> attributions = new ArrayList<>();

    Entry(String name) {
      this.name = name;
    }

    Json build(List<Json> notes) {
      Members all = new Members().put("name", name).put("SPDXID", id);
      members.forEach(all::put);
      return all.any("externalRefs", externals)
          .any("annotations", notes)
          .any("attributionTexts", attributions)
          .build();
    }
  }

  /// Reads a document. The stream stays open.
  ///
  /// @throws InputFailure where it is none
  static Sbom read(InputStream in, String name, Bound bound) throws IOException {
    TagValueBill reader = new TagValueBill(new Lines(in), name, bound);
    reader.lines();
    reader.packages.forEach((id, entry) ->
        reader.draft.take("packages", entry.build(reader.notes.getOrDefault(id, List.of()))));
    return reader
        .draft
        .finish(name)
        .orElseThrow(() -> SbomReader.unknown(name, "no bill of materials"));
  }

  private void lines() throws IOException {
    while (next()) {
      String text = lines.text().strip();
      int colon = text.indexOf(':');
      if (colon > 0 && !text.startsWith("#")) {
        take(text.substring(0, colon).strip(), value(text.substring(colon + 1).strip()));
      }
    }
  }

  private boolean next() throws IOException {
    boolean isThere = lines.next();
    if (lines.isCut()) {
      throw new InputFailure(
          "cannot read " + name + ": line " + lines.number() + " is longer than 1 MiB");
    }
    return isThere;
  }

  private String value(String start) throws IOException {
    if (!start.startsWith(BEGIN)) {
      return start;
    }
    String more = start.substring(BEGIN.length());
    StringBuilder value = new StringBuilder();
    long first = lines.number();
    while (!more.contains(END)) {
      value.append(more).append('\n');
      if (!next() || value.length() + lines.length() > MAX_VALUE) {
        throw new InputFailure(
            "cannot read " + name + ": the text that begins in line " + first + " does not end");
      }
      more = lines.text();
    }
    return value + more.substring(0, more.indexOf(END));
  }

  private void take(String tag, String value) {
    bytes += LINE + 2L * value.length();
    if (bytes > bound.bytes()) {
      throw bound.passed().get();
    }
    switch (tag) {
      case "SPDXVersion" -> draft.take("spdxVersion", new Json.Str(value));
      case "PackageName" -> current = new Entry(value);
      case "FileName", "LicenseID", "SnippetSPDXID" -> current = new Entry("");
      case "SPDXID" -> identify(value);
      case "ExternalRef" -> external(value);
      case "Relationship" -> relationship(value);
      case "Annotator" -> note = new Note("", "");
      case "AnnotationComment" -> annotate(new Note(note.about(), value));
      case "SPDXREF" -> annotate(new Note(value, note.comment()));
      case "PackageAttributionText" -> current.attributions.add(new Json.Str(value));
      default -> {
        if (MEMBERS.containsKey(tag)) {
          current.members.putIfAbsent(MEMBERS.getOrDefault(tag, ""), value);
        }
      }
    }
  }

  /// Only what a `PackageName` began is a package.
  private void identify(String id) {
    if (!current.name.isEmpty() && current.id.isEmpty()) {
      current.id = id;
      packages.putIfAbsent(id, current);
    }
  }

  private void external(String value) {
    String[] words = value.split("\\s+", 3);
    if (words.length == 3) {
      current.externals.add(
          new Members().put("referenceType", words[1]).put("referenceLocator", words[2]).build());
    }
  }

  private void relationship(String value) {
    String[] words = value.split("\\s+");
    if (words.length == 3) {
      draft.take(
          "relationships",
          new Members()
              .put("spdxElementId", words[0])
              .put("relationshipType", words[1])
              .put("relatedSpdxElement", words[2])
              .build());
    }
  }

  /// The parts of an annotation come in any order.
  private void annotate(Note known) {
    note = known;
    if (known.about().isEmpty() || known.comment().isEmpty()) {
      return;
    }
    Json comment = new Members().put("comment", known.comment()).build();
    if (known.about().equals(SpdxBill.DOCUMENT)) {
      draft.take("annotations", comment);
    } else {
      notes.computeIfAbsent(known.about(), id -> new ArrayList<>()).add(comment);
    }
    note = new Note("", "");
  }
}

package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.xml.XmlWalk;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CycloneDX as XML, read as the values that its JSON form has: each component by itself, so that
/// no document is held as a whole.
final class XmlBill implements XmlWalk.Visitor {
  private static final String ROOT = "bom";

  /// What is handed over, by its path below the root.
  private static final Map<String, String> WANTED =
      Map.of(
          "metadata/component", "metadata.component",
          "metadata/properties", "metadata.properties",
          "components/component", "components",
          "dependencies/dependency", "dependencies");

  /// What an element takes beside its text, roughly.
  private static final int ELEMENT = 200;

  private final CycloneDxDraft draft;
  private final Bound bound;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<Element> open = new ArrayDeque<>();
  private boolean isBill;
  private long bytes;

  private XmlBill(Bound bound) {
    this.bound = bound;
    this.draft = new CycloneDxDraft(bound);
  }

  /// An element whose end was not seen.
  private record Element(
      String name, Map<String, String> attributes, List<Map.Entry<String, Json>> children) {}

  /// Reads a document. The stream stays open.
  ///
  /// @throws InputFailure where it is none
  static Sbom read(InputStream in, String name, Bound bound) throws IOException {
    XmlBill reader = new XmlBill(bound);
    try {
      XmlWalk.readUtf8(in, reader);
    } catch (InputFailure e) {
      String problem = String.valueOf(e.getMessage());
      InputFailure failure =
          new InputFailure(
              problem.startsWith("cannot ") ? problem : "cannot read " + name + ": " + problem);
      failure.initCause(e);
      throw failure;
    }
    Optional<Sbom> found = reader.isBill ? reader.draft.finish(name) : Optional.empty();
    return found.orElseThrow(() -> SbomReader.unknown(name, "no bill of materials"));
  }

  @Override
  public void begins(String name, XmlWalk.Attributes attributes) {
    if (path.isEmpty() && name.equals(ROOT)) {
      isBill = true;
      draft.take("bomFormat", new Json.Str("CycloneDX"));
    }
    path.addLast(name);
    if (!open.isEmpty() || WANTED.containsKey(below())) {
      Map<String, String> known = new LinkedHashMap<>();
      for (String attribute : XmlForm.ATTRIBUTES.getOrDefault(name, Set.of())) {
        known.put(attribute, attributes.get(attribute));
      }
      open.addLast(new Element(name, known, new ArrayList<>()));
    }
  }

  /// The path below the root of a bill; empty elsewhere, and where it is deeper than what is
  /// wanted.
  private String below() {
    if (!isBill || path.size() != 3) {
      return "";
    }
    return String.join("/", path).substring(ROOT.length() + 1);
  }

  @Override
  public void ends(String name, String text) {
    String where = below();
    path.removeLast();
    if (open.isEmpty()) {
      bytes = 0;
      return;
    }
    bytes += ELEMENT + 2L * text.length();
    if (bytes > bound.bytes()) {
      throw bound.passed().get();
    }
    Element ended = open.removeLast();
    Json value = value(ended, text);
    if (open.isEmpty()) {
      draft.take(WANTED.getOrDefault(where, ""), value);
    } else {
      open.getLast().children().add(Map.entry(name, value));
    }
  }

  private static Json value(Element element, String text) {
    String name = element.name();
    if (name.equals("licenses")) {
      return new Json.Arr(
          element.children().stream()
              .map(choice -> (Json) new Members().put(choice.getKey(), choice.getValue()).build())
              .toList());
    }
    if (XmlForm.ITEMS.containsKey(name)) {
      return new Json.Arr(element.children().stream().map(Map.Entry::getValue).toList());
    }
    if (element.attributes().isEmpty() && element.children().isEmpty()) {
      return new Json.Str(text);
    }
    Members members = new Members();
    element.attributes().forEach(members::any);
    if (XmlForm.TEXTS.containsKey(name)) {
      return members.put(XmlForm.TEXTS.getOrDefault(name, ""), text).build();
    }
    if (name.equals("dependency")) {
      return members.any("dependsOn", needed(element)).build();
    }
    element.children().forEach(child -> members.put(child.getKey(), child.getValue()));
    return members.build();
  }

  private static List<Json> needed(Element dependency) {
    return dependency.children().stream()
        .map(child -> (Json) new Json.Str(child.getValue().text(XmlForm.REFERENCE)))
        .toList();
  }
}

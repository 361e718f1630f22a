package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.format.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Set;

/// CycloneDX as XML: the values of the JSON form, each where the schema has its element.
final class CycloneDxXmlWriter {
  private static final String INDENT = "  ";

  private final Writer out;

  private CycloneDxXmlWriter(Writer out) {
    this.out = out;
  }

  static void write(CycloneDxBill document, OutputStream out) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    CycloneDxXmlWriter xml = new CycloneDxXmlWriter(text);
    text.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.write("<bom xmlns=\"http://cyclonedx.org/schema/bom/" + document.edition() + "\"");
    text.write(" serialNumber=\"" + document.serialNumber() + "\" version=\"1\">\n");
    xml.element("metadata", document.metadata(), INDENT);
    for (CycloneDxBill.Section section : document.sections()) {
      text.write(INDENT + "<" + section.name() + ">\n");
      String item = XmlForm.ITEMS.getOrDefault(section.name(), "item");
      try {
        section.items().accept(value -> xml.unchecked(item, value));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      text.write(INDENT + "</" + section.name() + ">\n");
    }
    text.write("</bom>\n");
    text.flush();
  }

  private void unchecked(String name, Json value) {
    try {
      element(name, value, INDENT + INDENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void element(String name, Json value, String indent) throws IOException {
    switch (value) {
      case Json.Obj(Map<String, Json> members) -> object(name, members, indent);
      case Json.Arr array -> list(name, array, indent);
      case Json.Str(String text) when XmlForm.REFERENCES.contains(name) ->
          out.write(
              indent + "<" + name + " " + XmlForm.REFERENCE + "=\"" + escaped(text) + "\"/>\n");
      case Json.Str(String text) -> text(name, text, indent);
      case Json.Num(String literal) -> text(name, literal, indent);
      case Json.Bool(boolean bool) -> text(name, Boolean.toString(bool), indent);
      case Json.Null nothing -> text(name, "", indent);
    }
  }

  private void text(String name, String text, String indent) throws IOException {
    out.write(indent + "<" + name + ">" + escaped(text) + "</" + name + ">\n");
  }

  private void object(String name, Map<String, Json> members, String indent) throws IOException {
    Set<String> attributes = XmlForm.ATTRIBUTES.getOrDefault(name, Set.of());
    out.write(indent + "<" + name);
    for (Map.Entry<String, Json> member : members.entrySet()) {
      if (attributes.contains(member.getKey())) {
        out.write(" " + member.getKey() + "=\"" + escaped(member.getValue().text()) + "\"");
      }
    }
    String own = XmlForm.TEXTS.getOrDefault(name, "");
    if (!own.isEmpty()) {
      String text = members.getOrDefault(own, Json.Null.NULL).text();
      out.write(">" + escaped(text) + "</" + name + ">\n");
      return;
    }
    if (attributes.containsAll(members.keySet())) {
      out.write("/>\n");
      return;
    }
    out.write(">\n");
    for (Map.Entry<String, Json> member : members.entrySet()) {
      if (!attributes.contains(member.getKey())) {
        element(member.getKey(), member.getValue(), indent + INDENT);
      }
    }
    out.write(indent + "</" + name + ">\n");
  }

  /// A list is an element around its items, but for two: what a dependency needs stands in it, and
  /// an identity is there once for each way of knowing it.
  private void list(String name, Json.Arr array, String indent) throws IOException {
    if (name.equals("dependsOn")) {
      for (Json item : array.items()) {
        out.write(indent + "<dependency ref=\"" + escaped(item.text()) + "\"/>\n");
      }
      return;
    }
    if (name.equals("identity")) {
      for (Json item : array.items()) {
        element(name, item, indent);
      }
      return;
    }
    out.write(indent + "<" + name + ">\n");
    for (Json item : array.items()) {
      if (name.equals("licenses")) {
        for (Map.Entry<String, Json> choice : item.members().entrySet()) {
          element(choice.getKey(), choice.getValue(), indent + INDENT);
        }
      } else {
        element(XmlForm.ITEMS.getOrDefault(name, "item"), item, indent + INDENT);
      }
    }
    out.write(indent + "</" + name + ">\n");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, escaped));
    return escaped.toString();
  }

  private static void append(int c, StringBuilder escaped) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\n', '\t' -> escaped.append((char) c);
      case '\r' -> escaped.append("&#13;");
      default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
    }
  }

  /// The characters that XML 1.0 has.
  private static boolean isXml(int c) {
    return c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && (c & 0xFFFE) != 0xFFFE;
  }
}

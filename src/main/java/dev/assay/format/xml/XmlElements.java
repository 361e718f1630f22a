package dev.assay.format.xml;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The elements of a flat document, one after the other, each with its attributes and the text of
/// its children. Document types and their entities are refused.
///
/// Source: <https://www.w3.org/TR/xml/>
public final class XmlElements {
  private static final int MAX_DEPTH = 200;

  private XmlElements() {}

  /// An element.
  ///
  /// @param name without prefix
  /// @param values its attributes, and the texts of children that have nothing but text
  /// @param line where it ends
  public record Element(String name, Map<String, String> values, long line) {
    public Element {
      values = Map.copyOf(values);
    }

    /// An attribute or a child's text, without space around it; empty where there is none.
    public String value(String key) {
      return values.getOrDefault(key, "").strip();
    }
  }

  /// A place where the format is broken.
  public record Problem(long line, String text) {}

  /// Hands over every element as it ends, inner ones first.
  ///
  /// @return what ended the reading early
  public static Optional<Problem> read(String text, Consumer<Element> each) {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new StringReader(text.strip()));
      while (in.hasNext()) {
        if (in.next() == XMLStreamReader.START_ELEMENT) {
          element(in, 1, each);
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      long line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      return Optional.of(new Problem(line, "not valid XML"));
    } catch (MissingResourceException e) {
      // The parser lacks the text of some of its own messages.
      return Optional.of(new Problem(0, "not valid XML"));
    }
  }

  /// Reads to the element's end.
  ///
  /// @return its text where it has no children
  private static Optional<String> element(XMLStreamReader in, int depth, Consumer<Element> each)
      throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new XMLStreamException("nested too deep", in.getLocation());
    }
    String name = in.getLocalName();
    var values = new HashMap<String, String>();
    for (int i = 0; i < in.getAttributeCount(); i++) {
      values.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
    }
    var text = new StringBuilder();
    boolean hasChildren = false;
    while (in.next() != XMLStreamReader.END_ELEMENT) {
      if (in.isStartElement()) {
        hasChildren = true;
        String child = in.getLocalName();
        element(in, depth + 1, each).ifPresent(one -> values.putIfAbsent(child, one));
      } else if (in.isCharacters() && !hasChildren) {
        text.append(in.getText());
      }
    }
    each.accept(new Element(name, values, in.getLocation().getLineNumber()));
    return hasChildren ? Optional.empty() : Optional.of(text.toString());
  }
}

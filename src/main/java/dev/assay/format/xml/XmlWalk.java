package dev.assay.format.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The elements of a document, one after the other: each is told when it begins and, with its own
/// text, when it ends.
public final class XmlWalk {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 1 << 20;

  private XmlWalk() {}

  /// An element that begins.
  public interface Attributes {
    /// An attribute by its name without prefix; empty where there is none.
    String get(String name);
  }

  /// Takes the elements. Names are without their prefixes.
  public interface Visitor {
    void begins(String name, Attributes attributes) throws IOException;

    /// @param text what stands in the element outside of its children, stripped
    void ends(String name, String text) throws IOException;
  }

  /// Reads a document.
  ///
  /// @throws InputFailure where it is no XML, has a document type, or is too deep
  /// @throws IOException where its bytes do not arrive
  public static void read(InputStream content, Visitor visitor) throws IOException {
    read(content, visitor, XMLInputFactory::createXMLStreamReader);
  }

  /// Reads a document as UTF-8 whatever it says of itself; what is no UTF-8 becomes U+FFFD. The
  /// parser prints to standard error where it decodes by itself and fails.
  ///
  /// @throws InputFailure as `read`
  /// @throws IOException where its bytes do not arrive
  public static void readUtf8(InputStream content, Visitor visitor) throws IOException {
    read(
        content,
        visitor,
        (factory, in) -> factory.createXMLStreamReader(new InputStreamReader(in, UTF_8)));
  }

  /// Opens a parser.
  @FunctionalInterface
  private interface Opening {
    XMLStreamReader of(XMLInputFactory factory, InputStream in) throws XMLStreamException;
  }

  private static void read(InputStream content, Visitor visitor, Opening opening)
      throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    var kept = new KeptFailure(content);
    try {
      XMLStreamReader reader = opening.of(factory, kept);
      read(reader, visitor);
      reader.close();
    } catch (XMLStreamException e) {
      kept.rethrow();
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new InputFailure("it is no XML from line " + line + " on");
    } catch (MissingResourceException e) {
      // The parser lacks the text of some of its own messages, such as for a bad byte in a DTD.
      throw new InputFailure("it is no XML");
    }
  }

  private static void read(XMLStreamReader reader, Visitor visitor)
      throws XMLStreamException, IOException {
    Deque<StringBuilder> texts = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD -> throw new InputFailure("it has a document type");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw new InputFailure("it has entities");
        case XMLStreamConstants.START_ELEMENT -> {
          if (texts.size() >= MAX_DEPTH) {
            throw new InputFailure("more than " + MAX_DEPTH + " elements in each other");
          }
          texts.push(new StringBuilder());
          visitor.begins(reader.getLocalName(), name -> attribute(reader, name));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(reader, texts);
        case XMLStreamConstants.END_ELEMENT ->
            visitor.ends(reader.getLocalName(), texts.pop().toString().strip());
        default -> {}
      }
    }
  }

  private static String attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return "";
  }

  private static void append(XMLStreamReader reader, Deque<StringBuilder> texts) {
    StringBuilder text = texts.peek();
    if (text == null) {
      return;
    }
    if (text.length() + reader.getTextLength() > MAX_TEXT) {
      throw new InputFailure("a text of more than " + MAX_TEXT + " characters");
    }
    text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
  }
}

package dev.assay.format.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a `pom.xml`. Document types and entities are not followed.
public final class PomReader {
  private static final Pattern ENCODING =
      Pattern.compile("^<\\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)");
  private static final int MAX_DEPTH = 100;
  private static final int MAX_ENTRIES = 20_000;
  private static final int MAX_TEXT = 4_000;
  private static final String DEPENDENCY = "/project/dependencies/dependency";
  private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";
  private static final String PROPERTIES = "/project/properties/";

  private final Pom pom = new Pom();
  private final Deque<String> paths = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private Map<String, String> entry = new HashMap<>();
  private long line;
  private int entries;
  private boolean isProject;

  private PomReader() {}

  /// Reads the whole; bounding its length is the caller's part.
  ///
  /// @throws InputFailure where it is no XML or no project
  public static Pom read(byte[] content) {
    return read(text(content));
  }

  /// The same from a text.
  ///
  /// @throws InputFailure where it is no XML or no project; one that breaks off is a project with a
  ///   problem
  public static Pom read(String content) {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    var reader = new PomReader();
    try {
      reader.read(factory.createXMLStreamReader(new StringReader(content)));
    } catch (XMLStreamException e) {
      long line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNumber()).orElse(0);
      String problem = "not valid XML" + (line > 0 ? " at line " + line : "");
      if (!reader.isProject) {
        throw new InputFailure(problem);
      }
      reader.pom.problem = Optional.of(problem);
    }
    return reader.pom;
  }

  /// Decoded here, since the JDK's reader prints where bytes are malformed.
  private static String text(byte[] content) {
    String text = new String(content, UTF_8);
    Matcher declared = ENCODING.matcher(text.substring(0, Math.min(200, text.length())));
    if (!declared.find()) {
      return text;
    }
    try {
      return new String(content, Charset.forName(declared.group(1)));
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (text.length() < MAX_TEXT) {
            text.append(xml.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> end();
        default -> {}
      }
    }
  }

  private void start(XMLStreamReader xml) {
    String name = xml.getLocalName();
    if (paths.isEmpty() && !name.equals("project")) {
      throw new InputFailure("it is no Maven project but `" + name + "`");
    }
    isProject = true;
    if (paths.size() > MAX_DEPTH) {
      throw new InputFailure("elements nested too deeply");
    }
    String path = (paths.isEmpty() ? "" : paths.getFirst()) + "/" + name;
    paths.push(path);
    text.setLength(0);
    if (path.equals(DEPENDENCY) || path.equals(MANAGED) || path.equals("/project/parent")) {
      entry = new HashMap<>();
      line = xml.getLocation().getLineNumber();
    }
  }

  private void end() {
    String path = paths.pop();
    String value = text.toString().strip();
    text.setLength(0);
    if (++entries > MAX_ENTRIES * 10) {
      throw new InputFailure("more than " + MAX_ENTRIES * 10 + " elements");
    }
    switch (path) {
      case "/project/groupId" -> pom.own.group = value;
      case "/project/artifactId" -> pom.own.artifact = value;
      case "/project/version" -> pom.own.version = value;
      case "/project/licenses/license/name" -> pom.licenses.add(value);
      case "/project/parent" -> parent();
      case DEPENDENCY -> pom.dependencies.add(dependency());
      case MANAGED -> pom.managed.add(dependency());
      default -> part(path, value);
    }
  }

  private void part(String path, String value) {
    int name = path.lastIndexOf('/') + 1;
    String above = path.substring(0, name - 1);
    if (above.equals(DEPENDENCY) || above.equals(MANAGED) || above.equals("/project/parent")) {
      entry.put(path.substring(name), value);
    } else if (path.startsWith(PROPERTIES) && name == PROPERTIES.length()) {
      pom.properties.put(path.substring(name), value);
    }
  }

  private String entry(String name) {
    return entry.getOrDefault(name, "");
  }

  private void parent() {
    String relativePath = entry.getOrDefault("relativePath", "../pom.xml");
    pom.parent =
        Optional.of(
            new Pom.Parent(entry("groupId"), entry("artifactId"), entry("version"), relativePath));
  }

  private Pom.Dependency dependency() {
    return new Pom.Dependency(
        entry("groupId"),
        entry("artifactId"),
        entry("version"),
        entry("scope"),
        entry("type"),
        entry("optional").equals("true"),
        line);
  }
}

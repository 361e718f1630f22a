package dev.assay.analyze.language.jvm;

import dev.assay.format.text.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The main section of a `MANIFEST.MF`: `Name: value`, folded lines begin with a space.
///
/// Source: <https://docs.oracle.com/en/java/javase/25/docs/specs/jar/jar.html#jar-manifest>
///
/// @param values by lower-case name
record JarManifest(Map<String, String> values) {
  private static final int MAX_LINES = 2_000;
  private static final int MAX_VALUE = 1_000;
  static final JarManifest NONE = new JarManifest(Map.of());

  /// Reads to the first blank line.
  static JarManifest read(InputStream in) throws IOException {
    Map<String, String> values = new HashMap<>();
    var lines = new Lines(in);
    String name = "";
    while (lines.next() && lines.number() < MAX_LINES && lines.length() > 0) {
      String line = lines.text();
      if (line.startsWith(" ")) {
        String folded = values.getOrDefault(name, "");
        if (folded.length() < MAX_VALUE) {
          values.put(name, folded + line.substring(1));
        }
        continue;
      }
      int colon = line.indexOf(':');
      name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (colon > 0) {
        values.put(name, line.substring(colon + 1).stripLeading());
      }
    }
    values.replaceAll((_, value) -> value.strip());
    return new JarManifest(values);
  }

  /// The first of these headers that says anything.
  String first(String... names) {
    for (String name : names) {
      String value = values.getOrDefault(name, "");
      if (!value.isEmpty() && !value.contains("${")) {
        return value;
      }
    }
    return "";
  }

  /// The version the archive gives itself.
  String version() {
    return first("implementation-version", "bundle-version", "specification-version");
  }

  /// A bundle's name without the directives behind it.
  String bundle() {
    String name = first("bundle-symbolicname");
    int semicolon = name.indexOf(';');
    return (semicolon < 0 ? name : name.substring(0, semicolon)).strip();
  }

  /// The name of the archive as a module, where it has no `module-info.class`.
  String module() {
    return first("automatic-module-name");
  }

  /// Whether the archive is a part of the Java runtime itself.
  boolean isRuntime() {
    return first("implementation-title").equals("Java Runtime Environment");
  }
}

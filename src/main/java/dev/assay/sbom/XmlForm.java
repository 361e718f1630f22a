package dev.assay.sbom;

import java.util.Map;
import java.util.Set;

/// How the values of CycloneDX's JSON form stand in its XML form. Most members are elements of
/// their name; these are the exceptions.
///
/// Source: <https://cyclonedx.org/docs/1.6/xml/>
final class XmlForm {
  /// Lists, and the element of each item.
  static final Map<String, String> ITEMS =
      Map.ofEntries(
          Map.entry("advisories", "advisory"),
          Map.entry("affects", "target"),
          Map.entry("assemblies", "assembly"),
          Map.entry("components", "component"),
          Map.entry("compositions", "composition"),
          Map.entry("cwes", "cwe"),
          Map.entry("dependencies", "dependency"),
          Map.entry("hashes", "hash"),
          Map.entry("methods", "method"),
          Map.entry("occurrences", "occurrence"),
          Map.entry("properties", "property"),
          Map.entry("ratings", "rating"),
          Map.entry("tools", "tool"),
          Map.entry("versions", "version"),
          Map.entry("vulnerabilities", "vulnerability"));

  /// Members that are attributes, by element.
  static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          "component", Set.of("type", "bom-ref"),
          "dependency", Set.of("ref"),
          "hash", Set.of("alg"),
          "property", Set.of("name"));

  /// Members that are an element's text, by element.
  static final Map<String, String> TEXTS = Map.of("hash", "content", "property", "value");

  /// The attribute of an item that is a mere reference.
  static final String REFERENCE = "ref";

  /// Elements of which the item of that list is a mere reference.
  static final Set<String> REFERENCES = Set.of("assembly");

  private XmlForm() {}
}

package dev.assay.format.deb822;

import java.util.List;
import java.util.Map;

/// One paragraph of a deb822 file.
///
/// @param line where it begins, from 1
/// @param fields the fields that were asked for, by lower-case name; lines of a folded value are
///   joined with LF
/// @param problems what in it could not be read
public record Stanza(long line, Map<String, String> fields, List<Problem> problems) {
  public Stanza {
    fields = Map.copyOf(fields);
    problems = List.copyOf(problems);
  }

  /// A part that breaks the format.
  ///
  /// @param line from 1
  /// @param text what is wrong, in a clause
  public record Problem(long line, String text) {}

  /// The value of a field, by lower-case name; empty where it is absent.
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}

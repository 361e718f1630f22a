package dev.assay.advisory.feed;

import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Debian's releases by codename. The list of today can be extended by the tracker's own
/// `distributions.json`: codename → `major-version`.
///
/// Source: <https://wiki.debian.org/DebianReleases>
final class DebianReleases {
  private final Map<String, String> releases =
      new HashMap<>(
          Map.ofEntries(
              Map.entry("potato", "2.2"),
              Map.entry("woody", "3.0"),
              Map.entry("sarge", "3.1"),
              Map.entry("etch", "4"),
              Map.entry("lenny", "5"),
              Map.entry("squeeze", "6"),
              Map.entry("wheezy", "7"),
              Map.entry("jessie", "8"),
              Map.entry("stretch", "9"),
              Map.entry("buster", "10"),
              Map.entry("bullseye", "11"),
              Map.entry("bookworm", "12"),
              Map.entry("trixie", "13"),
              Map.entry("forky", "14"),
              Map.entry("sid", "sid")));

  /// The partition of that codename, or empty where nobody has told its number.
  Optional<Ecosystem> of(String codename) {
    return Optional.ofNullable(releases.get(codename)).map(r -> new Ecosystem("debian", r));
  }

  /// Takes the numbers of a `distributions.json`.
  void learn(Json distributions) {
    distributions
        .members()
        .forEach((codename, facts) -> {
          String major = facts.text("major-version");
          if (Ecosystem.isWord(major)) {
            releases.putIfAbsent(codename, major);
          }
        });
  }
}

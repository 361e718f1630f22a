package dev.assay.analyze.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// When the security support of a distribution's releases ends, from `end-of-life.txt` beside this
/// class: lines of `family release date`, where `=15` does not answer for `15.7`.
public final class EndOfLife {
  private EndOfLife() {}

  /// The table is read when it is first asked for, its dates one by one: every scan asks for one.
  private static final class Table {
    static final Map<String, String> DATES = load();
  }

  /// The last day with security updates for everybody.
  ///
  /// @param name the release as the distribution writes it; the table's entry for `3.10` answers
  ///   for `3.10.9`
  public static Optional<LocalDate> of(String family, String name) {
    if (name.contains("_alpha")) {
      return Optional.empty(); // Alpine's edge, which never ends
    }
    String release = name.startsWith("AMI release ") ? "1" : name.split(" ", 2)[0];
    String own = Table.DATES.get(family + " =" + release);
    if (own != null) {
      return Optional.of(LocalDate.parse(own));
    }
    while (!release.isEmpty()) {
      String date = Table.DATES.get(family + " " + release);
      if (date != null) {
        return Optional.of(LocalDate.parse(date));
      }
      release = release.substring(0, Math.max(0, release.lastIndexOf('.')));
    }
    return Optional.empty();
  }

  static Map<String, String> load() {
    try (InputStream in = EndOfLife.class.getResourceAsStream("end-of-life.txt")) {
      return parse(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own jar
    }
  }

  /// Reads the table; a release that stands there twice is a mistake.
  static Map<String, String> parse(String text) {
    var dates = new HashMap<String, String>();
    for (String line : text.lines().toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split(" ");
      if (words.length != 3 || dates.put(words[0] + " " + words[1], words[2]) != null) {
        throw new IllegalArgumentException("end-of-life.txt: `" + line + "`");
      }
    }
    return Map.copyOf(dates);
  }
}

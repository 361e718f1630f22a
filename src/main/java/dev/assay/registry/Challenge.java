package dev.assay.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One way to prove oneself that a server offers in `WWW-Authenticate`.
///
/// Source: RFC 9110, section 11
///
/// @param scheme lower case: `bearer`, `basic`
/// @param parameters by lower-case name
record Challenge(String scheme, Map<String, String> parameters) {
  /// A header of a hostile server ends somewhere.
  private static final int MAX_CHARACTERS = 16_384;

  Challenge {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /// Reads all challenges of all headers, in order. What breaks the grammar ends the header it
  /// stands in.
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      if (header.length() <= MAX_CHARACTERS) {
        new Reader(header).readInto(challenges);
      }
    }
    return challenges;
  }

  /// Reads one header: `scheme [token68 | name=value *(, name=value)] *(, scheme …)`.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void readInto(List<Challenge> challenges) {
      skip(" \t,");
      while (at < text.length()) {
        String scheme = token();
        if (scheme.isEmpty()) {
          return;
        }
        Map<String, String> parameters = new TreeMap<>();
        while (readParameter(parameters)) {}
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
        skip(" \t,");
      }
    }

    /// Reads `name=value` where one follows; else stays where the next scheme begins.
    private boolean readParameter(Map<String, String> parameters) {
      skip(" \t,");
      int start = at;
      String name = token();
      if (name.isEmpty()) {
        return false;
      }
      skip(" \t");
      if (at >= text.length() || text.charAt(at) != '=') {
        at = start; // a scheme, or a token68, which no registry sends
        return false;
      }
      at++;
      skip(" \t");
      String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      return true;
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length()); // the closing quote may be missing
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}

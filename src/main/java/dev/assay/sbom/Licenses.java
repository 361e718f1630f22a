package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which of the licences that packages declare are SPDX expressions, as both formats ask for them.
/// `GPLv2+` is none.
///
/// Source: <https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/>
final class Licenses {
  private static final String LIST = "spdx-licenses.txt";
  private static final int MAX_DEPTH = 20;
  private static final int MAX_LENGTH = 2_000;

  private final Set<String> licenses = new HashSet<>();
  private final Set<String> exceptions = new HashSet<>();

  private Licenses() {}

  /// Reads the list that comes with the program.
  static Licenses read() {
    Licenses known = new Licenses();
    try (InputStream in = Licenses.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("the list of licences is not in this program");
      }
      new BufferedReader(new InputStreamReader(in, UTF_8)).lines().forEach(known::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  private void add(String line) {
    if (line.startsWith("+")) {
      exceptions.add(line.substring(1));
    } else if (!line.startsWith("#")) {
      licenses.add(line);
    }
  }

  /// Whether it is the identifier of a licence.
  boolean isId(String text) {
    return licenses.contains(text);
  }

  /// Whether it is an expression of known licences.
  boolean isExpression(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    List<String> words =
        List.of(text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+"));
    Walk walk = new Walk(words);
    return walk.expression(0) && walk.at == words.size();
  }

  /// One pass over the words.
  private final class Walk {
    private final List<String> words;
    private int at;

    Walk(List<String> words) {
      this.words = words;
    }

    private String word() {
      return at < words.size() ? words.get(at) : "";
    }

    private boolean expression(int depth) {
      if (depth > MAX_DEPTH || !operand(depth)) {
        return false;
      }
      while (word().equals("AND") || word().equals("OR")) {
        at++;
        if (!operand(depth)) {
          return false;
        }
      }
      return true;
    }

    private boolean operand(int depth) {
      String word = word();
      at++;
      if (word.equals("(")) {
        boolean isWhole = expression(depth + 1) && word().equals(")");
        at++;
        return isWhole;
      }
      boolean isLater = word.endsWith("+") && isId(word.substring(0, word.length() - 1));
      if (!isLater && !isId(word)) {
        return false;
      }
      if (!word().equals("WITH")) {
        return true;
      }
      at += 2;
      return at <= words.size() && exceptions.contains(words.get(at - 1));
    }
  }
}

package dev.assay.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a package URL is written down.
final class PurlText {
  private static final String PLAIN = "-._~:";
  private static final int MAX_CHARS = 10_000;

  private PurlText() {}

  static Purl parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw malformed("it is longer than " + MAX_CHARS + " characters");
    }
    if (!text.toLowerCase(Locale.ROOT).startsWith("pkg:")) {
      throw malformed("it does not begin with `pkg:`");
    }
    String rest = text.substring(4);
    int hash = rest.lastIndexOf('#');
    String subpath = hash < 0 ? "" : decodedSegments(rest.substring(hash + 1));
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int question = rest.lastIndexOf('?');
    SortedMap<String, String> qualifiers =
        question < 0 ? new TreeMap<>() : qualifiers(rest.substring(question + 1));
    rest = trimmed(question < 0 ? rest : rest.substring(0, question));
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw malformed("it has no type");
    }
    String type = rest.substring(0, slash);
    String path = rest.substring(slash + 1);
    // An npm scope's `@` may stand there as it is: only one in the last segment begins a version.
    int at = path.lastIndexOf('@');
    boolean hasVersion = at > path.lastIndexOf('/');
    String version = hasVersion ? decoded(path.substring(at + 1)) : "";
    path = trimmed(hasVersion ? path.substring(0, at) : path);
    int split = path.lastIndexOf('/');
    String namespace = split < 0 ? "" : decodedSegments(path.substring(0, split));
    String name = decoded(path.substring(split + 1));
    return new Purl(type, namespace, name, version, qualifiers, subpath);
  }

  private static SortedMap<String, String> qualifiers(String text) {
    var qualifiers = new TreeMap<String, String>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw malformed("`" + pair + "` is no qualifier");
      }
      qualifiers.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
    }
    return qualifiers;
  }

  private static String trimmed(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }

  /// A slash inside a segment would become two segments: no type has such.
  private static String decodedSegments(String path) {
    var segments = new StringBuilder();
    for (String segment : path.split("/")) {
      segments.append(segments.isEmpty() ? "" : "/").append(decoded(segment));
    }
    return segments.toString();
  }

  /// The path without empty segments; a subpath's `.` and `..` lead nowhere.
  static String segments(String path, String kind) {
    if (path.indexOf('/') < 0 && !path.startsWith(".")) {
      return path;
    }
    var segments = new StringBuilder();
    for (String segment : path.split("/")) {
      boolean isDot = kind.equals("subpath") && (segment.equals(".") || segment.equals(".."));
      if (!segment.isEmpty() && !isDot) {
        segments.append(segments.isEmpty() ? "" : "/").append(segment);
      }
    }
    return segments.toString();
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(UTF_8);
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.write(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw malformed("a `%` without two hexadecimal digits");
      }
      out.write(high * 16 + low);
      i += 2;
    }
    return out.toString(UTF_8);
  }

  static String write(Purl purl) {
    var text = new StringBuilder("pkg:").append(purl.type()).append('/');
    encodeSegments(purl.namespace(), text);
    text.append(purl.namespace().isEmpty() ? "" : "/");
    encode(purl.name(), text);
    if (!purl.version().isEmpty()) {
      encode(purl.version(), text.append('@'));
    }
    char separator = '?';
    for (Map.Entry<String, String> qualifier : purl.qualifiers().entrySet()) {
      encode(qualifier.getValue(), text.append(separator).append(qualifier.getKey()).append('='));
      separator = '&';
    }
    if (!purl.subpath().isEmpty()) {
      encodeSegments(purl.subpath(), text.append('#'));
    }
    return text.toString();
  }

  private static void encodeSegments(String path, StringBuilder text) {
    int start = 0;
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      encode(path.substring(start, end), text.append(start == 0 ? "" : "/"));
      start = end + 1;
    }
  }

  private static void encode(String value, StringBuilder text) {
    int plain = 0;
    while (plain < value.length() && isPlain(value.charAt(plain))) {
      plain++;
    }
    text.append(value, 0, plain);
    if (plain == value.length()) {
      return; // as most are
    }
    for (byte b : value.substring(plain).getBytes(UTF_8)) {
      if (isPlain((char) b)) {
        text.append((char) b);
      } else {
        text.append('%').append(hex(b >> 4)).append(hex(b));
      }
    }
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit & 15);
  }

  private static InputFailure malformed(String problem) {
    return new InputFailure("malformed package URL: " + problem);
  }
}

package dev.assay.format.golang;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a Go program says it was built from. A line each, its fields apart by tabs: `path` of the
/// main package, `mod` the main module, `dep` a module it needs, `=>` what replaces the one before,
/// `build` a setting as `key=value`, either of them quoted as Go quotes text where need be.
///
/// Source: <https://pkg.go.dev/runtime/debug#BuildInfo>
///
/// @param goVersion as Go writes it: `go1.22.3`, `go1.22.3 X:boringcrypto`, `devel go1.23-…`
/// @param path of the main package, empty where no module is known
/// @param dependencies after replacement
public record GoBuildInfo(
    String goVersion,
    String path,
    Optional<GoModule> main,
    List<GoModule> dependencies,
    SortedMap<String, String> settings) {
  private static final int MAX_MODULES = 50_000;

  public GoBuildInfo {
    dependencies = List.copyOf(dependencies);
    settings = Collections.unmodifiableSortedMap(settings);
  }

  /// Reads the module information; lines of other kinds are passed over.
  public static GoBuildInfo parse(String goVersion, String text) {
    String path = "";
    Optional<GoModule> main = Optional.empty();
    var dependencies = new ArrayList<GoModule>();
    var settings = new TreeMap<String, String>();
    boolean isOfMain = false;
    for (String line : text.split("\n")) {
      List<String> fields = List.of(line.split("\t", -1));
      switch (fields.getFirst()) {
        case "path" -> path = field(fields, 1);
        case "mod" -> {
          main = Optional.of(module(fields));
          isOfMain = true;
        }
        case "dep" -> {
          isOfMain = false;
          if (dependencies.size() < MAX_MODULES) {
            dependencies.add(module(fields));
          }
        }
        case "=>" -> {
          GoModule replacement = module(fields);
          if (isOfMain) {
            main = main.map(one -> one.replacedBy(replacement));
          } else if (!dependencies.isEmpty()) {
            dependencies.add(dependencies.removeLast().replacedBy(replacement));
          }
        }
        case "build" -> setting(line.substring("build".length()).strip(), settings);
        default -> {
          // Kinds of lines that later versions add.
        }
      }
    }
    dependencies.removeIf(module -> module.path().isEmpty());
    return new GoBuildInfo(goVersion, path, main, dependencies, settings);
  }

  private static GoModule module(List<String> fields) {
    return new GoModule(field(fields, 1), field(fields, 2));
  }

  private static String field(List<String> fields, int index) {
    return index < fields.size() ? fields.get(index) : "";
  }

  private static void setting(String text, SortedMap<String, String> settings) {
    int equals = text.startsWith("\"") ? text.indexOf("\"=") + 1 : text.indexOf('=');
    if (equals > 0) {
      settings.put(
          GoQuoted.unquote(text.substring(0, equals)),
          GoQuoted.unquote(text.substring(equals + 1)));
    }
  }

  /// The release of the standard library as modules write versions, such as `v1.22.3`; empty where
  /// the program names none.
  public String libraryVersion() {
    for (String word : goVersion.split(" ")) {
      if (word.startsWith("go") && word.length() > 2 && Character.isDigit(word.charAt(2))) {
        return "v" + word.substring(2);
      }
    }
    return "";
  }
}

package dev.assay.analyze.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The version that a Go program was told by its linker: `-X PACKAGE.NAME=VALUE` sets a variable,
/// and by habit one called `version` holds the release.
///
/// Source: <https://pkg.go.dev/cmd/link>
final class LinkerFlags {
  private static final Pattern VERSION =
      Pattern.compile("v?[0-9]+\\.[0-9]+(\\.[0-9]+)?([-+.~][0-9A-Za-z.+~-]+)?");
  private static final Set<String> NAMES =
      Set.of("version", "ver", "semver", "gitversion", "buildversion", "appversion");
  private static final Set<String> USUAL = Set.of("main", "version", "cmd", "common", "build");

  private LinkerFlags() {}

  /// The version of the main module, where the flags tell one and do not contradict themselves.
  ///
  /// @param module its path: variables below its `cmd` count most, then those of packages that
  ///   usually hold a version, then any other
  /// @param flags as given to `-ldflags`
  static Optional<String> version(String module, String flags) {
    Map<Integer, Set<String>> byRank = new TreeMap<>();
    List<String> words = words(flags);
    for (int i = 0; i < words.size(); i++) {
      String setting = "";
      if (words.get(i).equals("-X") || words.get(i).equals("--X")) {
        setting = i + 1 < words.size() ? words.get(++i) : "";
      } else if (words.get(i).startsWith("-X=") || words.get(i).startsWith("--X=")) {
        setting = words.get(i).substring(words.get(i).indexOf('=') + 1);
      }
      add(setting, module, byRank);
    }
    // Two versions of one rank: nobody can tell which is meant.
    return byRank.values().stream()
        .findFirst()
        .filter(versions -> versions.size() == 1)
        .map(versions -> versions.iterator().next());
  }

  private static void add(String setting, String module, Map<Integer, Set<String>> byRank) {
    int equals = setting.indexOf('=');
    int dot = equals < 0 ? -1 : setting.lastIndexOf('.', equals);
    if (dot < 0) {
      return;
    }
    String holder = setting.substring(0, dot);
    String name = setting.substring(dot + 1, equals).toLowerCase(Locale.ROOT);
    String value = setting.substring(equals + 1);
    if (NAMES.contains(name) && VERSION.matcher(value).matches()) {
      String last = holder.substring(holder.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      int rank = holder.startsWith(module + "/cmd/") ? 0 : USUAL.contains(last) ? 1 : 2;
      // A version of something else that is linked in is not the program's.
      boolean isOwn = holder.equals("main") || holder.startsWith(module);
      byRank.computeIfAbsent(isOwn ? rank : rank + 3, _ -> new TreeSet<>()).add(value);
    }
  }

  /// The words of a command line: quotes hold a word together.
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    char quote = 0;
    for (char c : (text + " ").toCharArray()) {
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    return words;
  }
}

package dev.assay.format.golang;

import java.util.List;
import java.util.Map;

/// A `go.work`: folders of modules that are built together (`use`), and replacements that outweigh
/// those of each module. It is written as a `go.mod` is.
///
/// Source: <https://go.dev/ref/mod#workspaces>
///
/// @param folders as written, relative to the file's own
/// @param replacements by module and version, an empty one standing for all
public record GoWork(List<String> folders, Map<GoModule, GoModule> replacements) {
  /// Where there is none.
  public static final GoWork NONE = new GoWork(List.of(), Map.of());

  public GoWork {
    folders = List.copyOf(folders);
    replacements = Map.copyOf(replacements);
  }

  /// Reads the text; what is no directive tells nothing here.
  public static GoWork parse(List<String> lines) {
    var parsing = new GoMod.Parsing();
    lines.forEach(parsing::line);
    return new GoWork(parsing.folders(), parsing.replacements());
  }

  /// Whether the module in a folder is one of those built together.
  ///
  /// @param folder relative to the file's own, `.` for that one, without a `/` at its end
  public boolean uses(String folder) {
    return folders.stream().map(GoWork::plain).anyMatch(folder::equals);
  }

  private static String plain(String folder) {
    String text = folder.startsWith("./") ? folder.substring(2) : folder;
    text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return text.isEmpty() ? "." : text;
  }
}

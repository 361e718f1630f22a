package dev.assay.analyze.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.Neighbours;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// pip's requirements files. Only a pinned requirement, `name==1.2.3`, says what is installed; a
/// range says nothing. Files that `-r other.txt` includes are read on their own where their names
/// say what they are, and with this one where they do not.
///
/// Source: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>,
/// <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>
public final class RequirementsAnalyzer implements Analyzer {
  private static final int MAX_REQUIREMENT_CHARS = 100_000;
  private static final int MAX_INCLUDES = 100;
  private static final Pattern INCLUDE =
      Pattern.compile("\\s*+(?:-r|--requirement)[\\s=]\\s*+([^\\s:]++)\\s*+(?:#.*+)?+");

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    if (!path.endsWith(".txt")) {
      return false;
    }
    int name = path.lastIndexOf('/') + 1;
    return path.startsWith("requirements", name)
        || path.endsWith("-requirements.txt")
        || path.endsWith("_requirements.txt")
        || path.endsWith(".requirements.txt")
        || (name > 0 && path.startsWith("requirements/", name - "requirements/".length()));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    read(path, content, Neighbours.NONE, found);
  }

  @Override
  public void read(String path, InputStream content, Neighbours neighbours, Found found)
      throws IOException {
    Optional<String> text = WholeText.read(content, found);
    if (text.isPresent()) {
      var whole = new LockText(path, text.get(), neighbours, found);
      Set<String> seen = new HashSet<>(Set.of(path));
      Deque<LockText> open = new ArrayDeque<>(List.of(whole));
      while (!open.isEmpty() && seen.size() < MAX_INCLUDES) {
        LockText next = open.pop();
        for (String included : list(next)) {
          String other = next.path().substring(0, next.path().lastIndexOf('/') + 1) + included;
          if (!wants(other) && seen.add(other)) {
            next.at(other).ifPresent(open::add);
          }
        }
      }
    }
  }

  /// Reads one file.
  ///
  /// @return the files that it includes
  private static List<String> list(LockText file) throws IOException {
    var lines = new Lines(new ByteArrayInputStream(file.text().getBytes(UTF_8)));
    var included = new ArrayList<String>();
    var requirement = new StringBuilder();
    long start = 0;
    while (lines.next()) {
      String line = lines.text();
      start = requirement.isEmpty() ? lines.number() : start;
      boolean isContinued = line.endsWith("\\");
      requirement.append(line, 0, line.length() - (isContinued ? 1 : 0));
      Matcher include = INCLUDE.matcher(requirement);
      if (requirement.length() > MAX_REQUIREMENT_CHARS) {
        file.found()
            .gap(start, "a requirement longer than " + MAX_REQUIREMENT_CHARS + " characters");
        requirement.setLength(0);
      } else if (!isContinued && include.matches()) {
        included.add(include.group(1));
        requirement.setLength(0);
      } else if (!isContinued) {
        requirement(requirement.toString(), start, lines.number(), file);
        requirement.setLength(0);
      }
    }
    if (!requirement.isEmpty()) {
      file.found().gap(start, "a requirement that goes on behind the last line");
      requirement(requirement.toString(), start, lines.number(), file);
    }
    return included;
  }

  private static void requirement(String line, long start, long end, LockText file) {
    String text = withoutComment(line).strip();
    if (text.isEmpty() || text.startsWith("-")) {
      return;
    }
    Requirement requirement = Requirement.parse(text);
    if (requirement.name().isEmpty()) {
      boolean isPlace = text.contains("/") || text.contains("\\") || text.contains("$");
      if (!isPlace) {
        file.found().gap(start, "expected a requirement, found `" + Lines.excerpt(text) + "`");
      }
      return;
    }
    if (!requirement.version().isEmpty()) {
      file.found()
          .component(
              Component.of(PackageType.PYPI, "pip", requirement.name(), requirement.version())
                  .path(file.path())
                  .detail("startLine", Long.toString(start))
                  .detail("endLine", Long.toString(end))
                  .build());
    }
  }

  /// `#` begins a comment at the line's start or after a space.
  private static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || Character.isWhitespace(line.charAt(i - 1))) {
        return line.substring(0, i);
      }
    }
    return line;
  }
}

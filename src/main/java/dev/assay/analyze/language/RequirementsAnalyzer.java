package dev.assay.analyze.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// pip's requirements files. Only a pinned requirement, `name==1.2.3`, says what is installed; a
/// range says nothing, and options such as `-r other.txt` name files that are read on their own.
///
/// Source: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>,
/// <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>
public final class RequirementsAnalyzer implements Analyzer {
  private static final int MAX_REQUIREMENT_CHARS = 100_000;

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public int rulesVersion() {
    return 1;
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
    Optional<String> text = WholeText.read(content, found);
    if (text.isEmpty()) {
      return;
    }
    var lines = new Lines(new ByteArrayInputStream(text.get().getBytes(UTF_8)));
    var requirement = new StringBuilder();
    long start = 0;
    while (lines.next()) {
      String line = lines.text();
      start = requirement.isEmpty() ? lines.number() : start;
      boolean isContinued = line.endsWith("\\");
      requirement.append(line, 0, line.length() - (isContinued ? 1 : 0));
      if (requirement.length() > MAX_REQUIREMENT_CHARS) {
        found.gap(start, "a requirement longer than " + MAX_REQUIREMENT_CHARS + " characters");
        requirement.setLength(0);
      } else if (!isContinued) {
        requirement(requirement.toString(), start, lines.number(), found);
        requirement.setLength(0);
      }
    }
    requirement(requirement.toString(), start, lines.number(), found);
  }

  private static void requirement(String line, long start, long end, Found found) {
    String text = withoutComment(line).strip();
    if (text.isEmpty() || text.startsWith("-")) {
      return;
    }
    Requirement requirement = Requirement.parse(text);
    if (requirement.name().isEmpty()) {
      boolean isPlace = text.contains("/") || text.contains("\\") || text.contains("$");
      if (!isPlace) {
        found.gap(start, "expected a requirement, found `" + Lines.excerpt(text) + "`");
      }
      return;
    }
    if (!requirement.version().isEmpty()) {
      found.component(
          Component.of(PackageType.PYPI, "pip", requirement.name(), requirement.version())
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

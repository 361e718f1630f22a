package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bundler's `Gemfile.lock` or `gems.locked`.
///
/// A section per source (`GEM`, `GIT`, `PATH`) with `specs:`; under it `NAME (VERSION)` by four
/// spaces and what it needs by six. `DEPENDENCIES` is what the Gemfile asks for. A version may end
/// in `-PLATFORM`; a gem locked for several platforms is one component. What a `PATH` gem needs,
/// the project itself needs.
///
/// Source: <https://bundler.io/man/bundle-lock.1.html>
public final class GemfileLockAnalyzer extends LockFile {
  private static final Pattern SPEC =
      Pattern.compile("( ++)([^ ()!]++)(?: \\(([^()]*+)\\))?+!?+\\s*+");

  public GemfileLockAnalyzer() {
    super("bundler", PackageType.GEM, "Gemfile.lock", "gems.locked");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    var reading = new Reading(lock, graph);
    long number = 0;
    for (String line : lock.lines()) {
      reading.line(line, ++number);
    }
    reading.finish();
  }

  /// A need that is resolved once all gems are known.
  private record Need(Optional<LockGraph.Entry> gem, String name) {}

  private static final class Reading {
    private final LockText lock;
    private final LockGraph graph;
    private final Map<String, String> ids = new HashMap<>();
    private final List<Need> needs = new ArrayList<>();
    private String section = "";
    private boolean hasDependencies;
    private Optional<LockGraph.Entry> gem = Optional.empty();

    Reading(LockText lock, LockGraph graph) {
      this.lock = lock;
      this.graph = graph;
    }

    void line(String line, long number) {
      if (line.isBlank()) {
        return;
      }
      if (line.charAt(0) != ' ') {
        section = line.strip();
        hasDependencies |= section.equals("DEPENDENCIES");
        boolean isHeader = section.chars().allMatch(c -> c == ' ' || Character.isUpperCase(c));
        if (!isHeader) {
          lock.found().gap(number, "expected a section, found `" + Lines.excerpt(line) + "`");
          section = "";
        }
        return;
      }
      switch (section) {
        case "GEM", "GIT", "PATH", "PLUGIN SOURCE" -> spec(line, number);
        case "DEPENDENCIES" -> {
          Matcher wish = SPEC.matcher(line);
          if (wish.matches()) {
            needs.add(new Need(Optional.empty(), wish.group(2)));
          }
        }
        default -> {}
      }
    }

    private void spec(String line, long number) {
      int indent = line.indexOf(line.strip());
      if (indent < 4) {
        return; // `remote:`, `revision:`, `specs:`
      }
      Matcher spec = SPEC.matcher(line);
      if (!spec.matches()) {
        lock.found().gap(number, "expected a gem, found `" + Lines.excerpt(line.strip()) + "`");
      } else if (indent > 4) {
        needs.add(new Need(gem, spec.group(2)));
      } else {
        gem = gem(spec, number);
      }
    }

    private Optional<LockGraph.Entry> gem(Matcher spec, long number) {
      if (section.equals("PATH")) {
        return Optional.empty(); // a folder of the project
      }
      String locked = Optional.ofNullable(spec.group(3)).orElse("");
      int dash = locked.indexOf('-');
      String version = dash < 0 ? locked : locked.substring(0, dash);
      if (version.isEmpty()) {
        lock.found().gap(number, "a gem without version");
        return Optional.empty();
      }
      LockGraph.Entry entry = graph.add(spec.group(2), version).lines(number, number);
      ids.put(spec.group(2), entry.id());
      return Optional.of(entry);
    }

    void finish() {
      if (!hasDependencies) {
        lock.found().gap(0, "it ends before `DEPENDENCIES`");
      }
      var direct = new ArrayList<String>();
      for (Need need : needs) {
        String id = ids.getOrDefault(need.name(), "");
        if (!id.isEmpty() && need.gem().isPresent()) {
          graph.needs(need.gem().get(), id);
        } else if (!id.isEmpty()) {
          direct.add(id);
        }
      }
      graph.direct(direct);
    }
  }
}

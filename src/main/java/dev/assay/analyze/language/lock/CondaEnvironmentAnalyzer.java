package dev.assay.analyze.language.lock;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.Neighbours;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockNames;
import dev.assay.analyze.language.LockText;
import dev.assay.analyze.language.Requirement;
import dev.assay.analyze.language.WholeText;
import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Conda's environments in a source tree: `environment.yml`, where `dependencies` are match
/// specifications such as `conda-forge::numpy=1.21.2=py39_0` and a `pip` list of requirements, and
/// `conda-lock.yml`, where `package` lists each with its `manager`. Only what is pinned counts.
///
/// Source:
/// <https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html>,
/// <https://conda.github.io/conda-lock/output/>
public final class CondaEnvironmentAnalyzer implements Analyzer {
  private static final Pattern PINNED =
      Pattern.compile(
          "(?:[^\\s:]++::)?+([A-Za-z0-9_.-]++)\\s*+==?+\\s*+([^\\s=*|<>,]++)(?:=\\S++)?+");

  @Override
  public String name() {
    return "conda-environment";
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
    return LockNames.isFile(path, "environment.yml")
        || LockNames.isFile(path, "environment.yaml")
        || path.endsWith("conda-lock.yml");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Optional<String> text = WholeText.read(content, found);
    if (text.isEmpty()) {
      return;
    }
    var lock = new LockText(path, text.get(), Neighbours.NONE, found);
    if (path.endsWith("conda-lock.yml")) {
      lock.expectEndOfLine();
    }
    Json file = lock.yaml();
    if (path.endsWith("conda-lock.yml")) {
      lock.expect(file.members().containsKey("package"), "package");
    }
    var conda = new LockGraph(PackageType.CONDA, name());
    var pip = new LockGraph(PackageType.PYPI, name());
    file.at("dependencies").items().forEach(item -> dependency(item, conda, pip));
    file.at("package").items().forEach(item -> locked(item, conda, pip));
    file.at("package").items().stream()
        .filter(item -> item.at("optional").isNull())
        .findFirst()
        .ifPresent(item ->
            found.gap(0, "it ends within package `" + Lines.excerpt(item.text("name")) + "`"));
    conda.finish(found);
    pip.finish(found);
  }

  private static void dependency(Json item, LockGraph conda, LockGraph pip) {
    Matcher pinned = PINNED.matcher(item.text().strip());
    if (pinned.matches()) {
      conda.add(pinned.group(1), pinned.group(2));
    }
    for (String text : item.texts("pip")) {
      Requirement requirement = Requirement.parse(text.strip());
      if (!requirement.version().isEmpty()) {
        pip.add(requirement.name(), requirement.version());
      }
    }
  }

  /// The same package stands there once for each platform.
  private static void locked(Json item, LockGraph conda, LockGraph pip) {
    String name = item.text("name");
    String version = item.text("version");
    if (!name.isEmpty() && !version.isEmpty()) {
      LockGraph graph = item.text("manager").equals("pip") ? pip : conda;
      boolean isOptional = item.at("optional").isTrue();
      graph.add(name, version).development(isOptional || item.text("category").equals("dev"));
    }
  }
}

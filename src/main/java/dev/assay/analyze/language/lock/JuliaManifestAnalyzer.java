package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Julia's `Manifest.toml`: since version 2 `[[deps.NAME]]`, before it `[[NAME]]`, each with its
/// `uuid` and `deps`. A package without version belongs to the standard library and has Julia's
/// own, where the file names it. What the project asks for stands in the `Project.toml` beside it.
///
/// Source: <https://pkgdocs.julialang.org/v1/toml-files/#Manifest.toml>
public final class JuliaManifestAnalyzer extends LockFile {
  public JuliaManifestAnalyzer() {
    super("julia", PackageType.JULIA, "Manifest.toml", "JuliaManifest.toml");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) throws IOException {
    lock.expectEndOfLine();
    Json file = lock.toml();
    Json deps = file.at("deps").members().isEmpty() ? file : file.at("deps");
    Map<String, List<LockGraph.Entry>> byName = new LinkedHashMap<>();
    Map<LockGraph.Entry, Json> items = new LinkedHashMap<>();
    deps.members()
        .forEach((name, list) -> {
          for (Json item : list.items()) {
            String written = item.text("version");
            String version = written.isEmpty() ? file.text("julia_version") : written;
            boolean isPackage = !item.text("uuid").isEmpty() && !version.isEmpty();
            if (isPackage && item.text("path").isEmpty()) {
              LockGraph.Entry entry = graph.add(name, version).detail("uuid", item.text("uuid"));
              byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(entry);
              items.put(entry, item);
            }
          }
        });
    tellWhatIsMissing(deps, graph);
    items.forEach((entry, item) ->
        needs(item.at("deps"))
            .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
            .forEach(needed -> graph.needs(entry, needed.id())));
    Optional<LockText> project = lock.beside("Project.toml");
    if (project.isPresent()) {
      graph.direct(
          project.get().toml().at("deps").members().keySet().stream()
              .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
              .map(LockGraph.Entry::id)
              .toList());
    }
  }

  /// A manifest lists the standard library too: whatever is needed is in it.
  private static void tellWhatIsMissing(Json deps, LockGraph graph) {
    Set<String> listed = deps.members().keySet();
    deps.members()
        .forEach((name, list) ->
            list.items().stream()
                .flatMap(item -> needs(item.at("deps")))
                .filter(needed -> !listed.contains(needed))
                .forEach(needed -> graph.unlisted(name, needed)));
  }

  /// A list of names; names with their `uuid` where one name stands for several packages.
  private static Stream<String> needs(Json deps) {
    Stream<String> names = deps.items().stream().map(Json::text);
    return Stream.concat(names, deps.members().keySet().stream());
  }
}

package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// Packages that conda installed: `conda-meta/NAME-VERSION-BUILD.json` in each environment. The
/// long lists of files in it are passed over.
///
/// Source: <https://docs.conda.io/projects/conda/en/stable/dev-guide/specs/package-metadata.html>
public final class CondaPackageAnalyzer implements Analyzer {
  private static final String FOLDER = "conda-meta/";
  private static final Set<String> TEXTS =
      Set.of("name", "version", "build", "channel", "subdir", "license");

  @Override
  public String name() {
    return "conda-pkg";
  }

  @Override
  public int rulesVersion() {
    return 1;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.endsWith(".json") && path.startsWith(FOLDER, name - FOLDER.length());
  }

  @Override
  public boolean wantsFolder(String path) {
    return path.endsWith(FOLDER.substring(0, FOLDER.length() - 1));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Map<String, String> facts = new HashMap<>();
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        found.gap(1, "expected a JSON object");
        return;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING && TEXTS.contains(member)) {
          facts.put(member, json.getString().strip());
        }
        json.skipChildren();
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      found.gap(Json.line(e), Json.problem(e));
    }
    String name = facts.getOrDefault("name", "");
    String version = facts.getOrDefault("version", "");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(0, "a conda package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    String license = facts.getOrDefault("license", "");
    found.component(
        Component.of(PackageType.CONDA, "conda-pkg", name, version)
            .licenses(license.isEmpty() ? List.of() : List.of(license))
            .detail("build", facts.getOrDefault("build", ""))
            .detail("channel", facts.getOrDefault("channel", ""))
            .detail("subdir", facts.getOrDefault("subdir", ""))
            .build());
  }
}

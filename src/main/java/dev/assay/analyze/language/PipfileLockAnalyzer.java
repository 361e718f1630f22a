package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// Pipenv's `Pipfile.lock`: packages by name under `default`, those of development under `develop`,
/// each with `"version": "==1.2.3"`; one that comes from an address has none.
///
/// Source: <https://pipenv.pypa.io/en/latest/pipfile.html>
public final class PipfileLockAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "pipenv";
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
    return LockNames.isFile(path, "Pipfile.lock");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var graph = new LockGraph(PackageType.PYPI, "pipenv");
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        found.gap(1, "expected a JSON object");
      }
      boolean hasDefault = false;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String section = json.currentName();
        hasDefault |= section.equals("default");
        boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
        if (isObject && (section.equals("default") || section.equals("develop"))) {
          packages(json, section.equals("develop"), graph);
        } else {
          json.skipChildren();
        }
      }
      if (!hasDefault) {
        found.gap(0, "it has no `default`");
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      found.gap(Json.line(e), Json.problem(e));
    }
    graph.finish(found);
  }

  private static void packages(JsonParser json, boolean isDevelopment, LockGraph graph) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      long start = json.currentTokenLocation().getLineNr();
      String version = "";
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isVersion = json.currentName().equals("version");
        boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
        version = isVersion && isText ? json.getString().strip() : version;
        json.skipChildren();
      }
      long end = json.currentTokenLocation().getLineNr();
      if (version.startsWith("==") && !name.isEmpty()) {
        graph
            .add(name, version.substring(version.startsWith("===") ? 3 : 2))
            .lines(start, end)
            .development(isDevelopment);
      }
    }
  }
}

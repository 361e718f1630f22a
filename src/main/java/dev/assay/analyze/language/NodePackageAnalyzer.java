package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// Installed npm packages: the `package.json` of each `node_modules/[@scope/]NAME`, however deep,
/// and no other, since packages carry examples and tests with a `package.json` of their own. One
/// without a name is called after its folder, as `npm ls` does; one with neither name nor version
/// is no package.
///
/// Source: <https://docs.npmjs.com/cli/v10/configuring-npm/package-json>
public final class NodePackageAnalyzer implements Analyzer {
  private static final String FILE = "/package.json";
  private static final String FOLDER = "node_modules";
  private static final int MAX_LICENSES = 20;

  @Override
  public String name() {
    return "node-pkg";
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public List<String> packageFiles() {
    return List.of("package.json");
  }

  @Override
  public boolean wants(String path) {
    if (!path.endsWith(FILE)) {
      return false;
    }
    int end = path.length() - FILE.length();
    int name = path.lastIndexOf('/', end - 1) + 1;
    if (name == 0 || name == end || path.charAt(name) == '.' || path.charAt(name) == '@') {
      return false;
    }
    int above = path.lastIndexOf('/', name - 2) + 1;
    return isFolder(path, above, name - 1)
        || (path.charAt(above) == '@'
            && above > 0
            && isFolder(path, path.lastIndexOf('/', above - 2) + 1, above - 1));
  }

  private static boolean isFolder(String path, int start, int end) {
    return end - start == FOLDER.length() && path.startsWith(FOLDER, start);
  }

  @Override
  public boolean wantsFolder(String path) {
    int name = path.lastIndexOf('/') + 1;
    if (isFolder(path, name, path.length())) {
      return true;
    }
    int above = path.lastIndexOf('/', name - 2) + 1;
    boolean isInScope = name > 1 && path.charAt(above) == '@';
    return name > 0
        && (isFolder(path, above, name - 1)
            || (isInScope && isFolder(path, path.lastIndexOf('/', above - 2) + 1, above - 1)));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var manifest = new Manifest();
    boolean isWhole = false;
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      isWhole = manifest.read(json);
      if (!isWhole) {
        found.gap(1, "expected a JSON object");
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      found.gap(Json.line(e), Json.problem(e));
    }
    String name = manifest.name.isEmpty() ? folder(path) : manifest.name;
    if (!manifest.version.isEmpty()) {
      found.component(
          Component.of(PackageType.NPM, "node-pkg", name, manifest.version)
              .licenses(manifest.licenses)
              .build());
    } else if (isWhole && !manifest.name.isEmpty() && !manifest.isPrivate) {
      found.gap(0, "an npm package without version");
    }
  }

  /// `[@scope/]NAME` below `node_modules`: what npm calls a package that does not say.
  private static String folder(String path) {
    int end = path.endsWith(FILE) ? path.length() - FILE.length() : path.length();
    int name = path.lastIndexOf('/', end - 1) + 1;
    int scope = path.lastIndexOf('/', name - 2) + 1;
    return path.substring(path.charAt(scope) == '@' ? scope : name, end);
  }

  /// The few members that matter; everything else is passed over without being kept.
  private static final class Manifest {
    private String name = "";
    private String version = "";
    private boolean isPrivate;
    private final List<String> licenses = new ArrayList<>();

    /// Reads it; refuses what is no object.
    boolean read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "name" -> name = text(json);
          case "version" -> version = text(json);
          case "private" -> isPrivate = Json.read(json).isTrue();
          case "license", "licenses" -> license(Json.read(json));
          default -> json.skipChildren();
        }
      }
      return true;
    }

    private static String text(JsonParser json) {
      return Json.read(json).text().strip();
    }

    /// `"MIT"`, formerly `{"type": "MIT"}` or a list of such.
    private void license(Json value) {
      String text = value.text().isEmpty() ? value.text("type") : value.text();
      if (!text.isEmpty() && licenses.size() < MAX_LICENSES && !licenses.contains(text)) {
        licenses.add(text);
      }
      value.items().stream().filter(item -> item.items().isEmpty()).forEach(this::license);
    }
  }
}

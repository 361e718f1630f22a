package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.deb822.Stanza;
import dev.assay.format.deb822.StanzaReader;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Packages that R installed: `library/NAME/DESCRIPTION` or `site-library/NAME/DESCRIPTION`, a
/// stanza of `Field: value`, where `Built` tells that it is not a source tree's. What is part of R
/// itself (`Priority: base`) has R's version and is no package of CRAN's.
///
/// Source: <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file>
public final class RPackageAnalyzer implements Analyzer {
  private static final String FILE = "/DESCRIPTION";
  private static final Set<String> FIELDS =
      Set.of("package", "version", "license", "built", "priority", "maintainer", "repository");

  @Override
  public String name() {
    return "r-package";
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
    return List.of("DESCRIPTION");
  }

  @Override
  public boolean wants(String path) {
    if (!path.endsWith(FILE)) {
      return false;
    }
    return wantsFolder(path.substring(0, path.length() - FILE.length()));
  }

  @Override
  public boolean wantsFolder(String path) {
    int folder = path.lastIndexOf('/');
    return folder > 0
        && path.startsWith("library", folder - "library".length())
        && (folder == "library".length() || "/-".indexOf(path.charAt(folder - 8)) >= 0);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Optional<Stanza> first = new StanzaReader(content, "package", FIELDS).next();
    if (first.isEmpty()) {
      found.gap(0, "it is empty");
      return;
    }
    Stanza stanza = first.get();
    stanza.problems().forEach(problem -> found.gap(problem.line(), problem.text()));
    String name = stanza.field("package");
    String version = stanza.field("version");
    if (stanza.field("priority").equals("base")) {
      return;
    }
    boolean isInstalled = !stanza.field("built").isEmpty();
    if (!isInstalled) {
      found.gap(stanza.line(), "a package without `Built`: it is cut off, or was not installed");
      return;
    }
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(stanza.line(), "a package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    String license = stanza.field("license");
    found.component(
        Component.of(PackageType.CRAN, name(), name, version)
            .licenses(license.isEmpty() ? List.of() : List.of(license))
            .maintainer(stanza.field("maintainer"))
            .build());
  }
}

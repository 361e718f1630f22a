package dev.assay.analyze.language.dotnet;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.language.WholeText;
import dev.assay.format.xml.XmlElements;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Packages in a folder of NuGet's: `ID/VERSION/ID.nuspec`, as `~/.nuget/packages` and the fallback
/// folders of SDKs have them, with `id`, `version` and `license` in its `metadata`. A `.nuspec`
/// elsewhere is a recipe for a package yet to be made.
///
/// Source: <https://learn.microsoft.com/en-us/nuget/reference/nuspec>,
/// <https://learn.microsoft.com/en-us/nuget/consume-packages/managing-the-global-packages-and-cache-folders>
public final class NuspecAnalyzer implements Analyzer {
  private static final String END = ".nuspec";

  @Override
  public String name() {
    return "nuspec";
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
    if (!path.endsWith(END)) {
      return false;
    }
    int file = path.lastIndexOf('/') + 1;
    int version = path.lastIndexOf('/', file - 2) + 1;
    int id = version < 2 ? -1 : path.lastIndexOf('/', version - 2) + 1;
    int length = path.length() - END.length() - file;
    return id >= 0
        && version - 1 - id == length
        && version < file - 1
        && path.regionMatches(true, id, path, file, length);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Optional<String> text = WholeText.read(content, found);
    String[] parts = path.split("/");
    if (text.isEmpty() || parts.length < 3) {
      return;
    }
    String version = parts[parts.length - 2];
    XmlElements.read(
            text.get(),
            element -> {
              // The folder has the version in its shortest form, which is what everybody says.
              boolean isPackage =
                  element.name().equals("metadata")
                      && isSame(element.value("version"), version)
                      && !element.value("id").isEmpty();
              if (isPackage) {
                String license = element.value("license");
                found.component(
                    Component.of(PackageType.NUGET, name(), element.value("id"), version)
                        .licenses(license.isEmpty() ? List.of() : List.of(license))
                        .build());
              } else if (element.name().equals("metadata")) {
                found.gap(element.line(), "its id or version is not that of its folder");
              }
            })
        .ifPresent(problem -> found.gap(problem.line(), problem.text()));
  }

  /// `1.2.0.0+build` is in the folder `1.2.0`.
  private static boolean isSame(String written, String folder) {
    String plain = written.toLowerCase(Locale.ROOT);
    int plus = plain.indexOf('+');
    plain = plus < 0 ? plain : plain.substring(0, plus);
    return plain.equals(folder.toLowerCase(Locale.ROOT))
        || plain.replaceFirst("^([0-9]+\\.[0-9]+\\.[0-9]+)\\.0(?=-|$)", "$1").equals(folder)
        || (plain + ".0").equals(folder);
  }
}

package dev.assay.analyze.language.dotnet;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.xml.XmlElements;
import dev.assay.model.PackageType;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// What MSBuild's project files ask for: `<PackageReference Include= Version=/>` of a project,
/// `<PackageVersion Include= Version=/>` of a `Directory.Packages.props` above it. Versions that
/// are ranges, wildcards or variables name no package that anybody could look up; the lock file
/// does.
///
/// Source:
/// <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files>,
/// <https://learn.microsoft.com/en-us/nuget/consume-packages/central-package-management>
public final class ProjectPackagesAnalyzer extends LockFile {
  private static final Pattern VERSION = Pattern.compile("\\[?([0-9][0-9A-Za-z.+-]*)]?");

  public ProjectPackagesAnalyzer() {
    super("packages-props", PackageType.NUGET, "Directory.Packages.props", "Packages.props");
  }

  @Override
  public boolean wants(String path) {
    boolean isProject =
        path.endsWith(".csproj") || path.endsWith(".fsproj") || path.endsWith(".vbproj");
    return isProject || super.wants(path);
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    var direct = new ArrayList<String>();
    XmlElements.read(
            lock.text(),
            element -> {
              boolean isOne =
                  element.name().equals("PackageReference")
                      || element.name().equals("PackageVersion")
                      || element.name().equals("GlobalPackageReference");
              String name = element.value("Include");
              var version = VERSION.matcher(element.value("Version"));
              if (isOne && !name.isEmpty() && version.matches()) {
                LockGraph.Entry entry = graph.add(name, version.group(1));
                entry.lines(element.line(), element.line());
                entry.development(element.value("PrivateAssets").equalsIgnoreCase("all"));
                direct.add(entry.id());
              }
            })
        .ifPresent(problem -> lock.found().gap(problem.line(), problem.text()));
    graph.direct(direct);
  }
}

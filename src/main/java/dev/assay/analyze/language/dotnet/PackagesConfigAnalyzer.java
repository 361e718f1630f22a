package dev.assay.analyze.language.dotnet;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.xml.XmlElements;
import dev.assay.model.PackageType;

/// NuGet's older `packages.config`: all packages of a project, a `<package id= version=
/// developmentDependency=/>` each.
///
/// Source: <https://learn.microsoft.com/en-us/nuget/reference/packages-config>
public final class PackagesConfigAnalyzer extends LockFile {
  public PackagesConfigAnalyzer() {
    super("nuget-config", PackageType.NUGET, "packages.config");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    XmlElements.read(
            lock.text(),
            element -> {
              String name = element.value("id");
              String version = element.value("version");
              if (element.name().equals("package") && !name.isEmpty() && !version.isEmpty()) {
                graph
                    .add(name, version)
                    .lines(element.line(), element.line())
                    .development(element.value("developmentDependency").equalsIgnoreCase("true"));
              }
            })
        .ifPresent(problem -> lock.found().gap(problem.line(), problem.text()));
  }
}

package dev.assay.builtin;

import dev.assay.advisory.feed.Cve5;
import dev.assay.advisory.feed.Debian;
import dev.assay.advisory.feed.Epss;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.Kev;
import dev.assay.advisory.feed.Nvd;
import dev.assay.advisory.feed.OsvFeeds;
import dev.assay.advisory.feed.UbuntuCveTracker;
import dev.assay.advisory.feed.language.AnchoreEnrichment;
import dev.assay.advisory.feed.language.ElixirAdvisories;
import dev.assay.advisory.feed.language.MavenIndex;
import dev.assay.advisory.feed.language.NodeSecurityWg;
import dev.assay.advisory.feed.language.PhpSecurityAdvisories;
import dev.assay.advisory.feed.language.ProjectKb;
import dev.assay.advisory.feed.language.RetireJs;
import dev.assay.advisory.feed.language.RubyAdvisoryDb;
import dev.assay.advisory.feed.language.Victims;
import dev.assay.advisory.feed.system.AlpineSecDb;
import dev.assay.advisory.feed.system.AmazonLinux;
import dev.assay.advisory.feed.system.ApkSecDb;
import dev.assay.advisory.feed.system.AzureOval;
import dev.assay.advisory.feed.system.OracleOval;
import dev.assay.advisory.feed.system.Photon;
import dev.assay.advisory.feed.system.RedHatRepositories;
import dev.assay.advisory.feed.system.RedHatVex;
import dev.assay.advisory.feed.system.RockyErrata;
import dev.assay.advisory.feed.system.SuseCsaf;
import dev.assay.analyze.Analyzer;
import dev.assay.analyze.binary.ProgramAnalyzer;
import dev.assay.analyze.binary.ReleaseFileAnalyzer;
import dev.assay.analyze.language.ConanPackageAnalyzer;
import dev.assay.analyze.language.CondaPackageAnalyzer;
import dev.assay.analyze.language.GemspecAnalyzer;
import dev.assay.analyze.language.NodePackageAnalyzer;
import dev.assay.analyze.language.NpmLockAnalyzer;
import dev.assay.analyze.language.PdmLockAnalyzer;
import dev.assay.analyze.language.PipfileLockAnalyzer;
import dev.assay.analyze.language.PnpmLockAnalyzer;
import dev.assay.analyze.language.PoetryLockAnalyzer;
import dev.assay.analyze.language.PylockAnalyzer;
import dev.assay.analyze.language.PythonPackageAnalyzer;
import dev.assay.analyze.language.RPackageAnalyzer;
import dev.assay.analyze.language.RequirementsAnalyzer;
import dev.assay.analyze.language.UvLockAnalyzer;
import dev.assay.analyze.language.YarnLockAnalyzer;
import dev.assay.analyze.language.dotnet.DotnetDepsAnalyzer;
import dev.assay.analyze.language.dotnet.NuGetLockAnalyzer;
import dev.assay.analyze.language.dotnet.NuspecAnalyzer;
import dev.assay.analyze.language.dotnet.PackagesConfigAnalyzer;
import dev.assay.analyze.language.dotnet.ProjectPackagesAnalyzer;
import dev.assay.analyze.language.golang.GoModAnalyzer;
import dev.assay.analyze.language.jvm.JarAnalyzer;
import dev.assay.analyze.language.jvm.PomAnalyzer;
import dev.assay.analyze.language.lock.BunLockAnalyzer;
import dev.assay.analyze.language.lock.CabalFreezeAnalyzer;
import dev.assay.analyze.language.lock.ComposerInstalledAnalyzer;
import dev.assay.analyze.language.lock.ComposerLockAnalyzer;
import dev.assay.analyze.language.lock.ConanLockAnalyzer;
import dev.assay.analyze.language.lock.CondaEnvironmentAnalyzer;
import dev.assay.analyze.language.lock.DenoLockAnalyzer;
import dev.assay.analyze.language.lock.GemfileLockAnalyzer;
import dev.assay.analyze.language.lock.GradleLockAnalyzer;
import dev.assay.analyze.language.lock.JuliaManifestAnalyzer;
import dev.assay.analyze.language.lock.MixLockAnalyzer;
import dev.assay.analyze.language.lock.PodfileLockAnalyzer;
import dev.assay.analyze.language.lock.PubLockAnalyzer;
import dev.assay.analyze.language.lock.RebarLockAnalyzer;
import dev.assay.analyze.language.lock.RenvLockAnalyzer;
import dev.assay.analyze.language.lock.SbtLockAnalyzer;
import dev.assay.analyze.language.lock.StackLockAnalyzer;
import dev.assay.analyze.language.lock.SwiftResolvedAnalyzer;
import dev.assay.analyze.language.rust.CargoLockAnalyzer;
import dev.assay.analyze.os.ApkAnalyzer;
import dev.assay.analyze.os.BottlerocketAnalyzer;
import dev.assay.analyze.os.ChiselAnalyzer;
import dev.assay.analyze.os.ContentSetsAnalyzer;
import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.analyze.os.NestedRootAnalyzer;
import dev.assay.analyze.os.OsReleaseAnalyzer;
import dev.assay.analyze.os.RpmAnalyzer;
import dev.assay.report.CosignVulnWriter;
import dev.assay.report.HtmlWriter;
import dev.assay.report.IdsWriter;
import dev.assay.report.JsonWriter;
import dev.assay.report.ReportOptions;
import dev.assay.report.ReportWriter;
import dev.assay.report.SarifWriter;
import dev.assay.report.SbomWriter;
import dev.assay.report.TableWriter;
import dev.assay.version.Apk;
import dev.assay.version.Bitnami;
import dev.assay.version.Composer;
import dev.assay.version.Conan;
import dev.assay.version.Cran;
import dev.assay.version.Deb;
import dev.assay.version.Gem;
import dev.assay.version.Golang;
import dev.assay.version.Julia;
import dev.assay.version.Maven;
import dev.assay.version.Npm;
import dev.assay.version.NuGet;
import dev.assay.version.Pep440;
import dev.assay.version.Pub;
import dev.assay.version.Pvp;
import dev.assay.version.Rpm;
import dev.assay.version.SemVer;
import dev.assay.version.VersionScheme;
import java.util.ArrayList;
import java.util.List;

/// Every pluggable thing there is, one line each, sorted by class name. A test finds what is
/// missing.
public final class BuiltIns {
  private BuiltIns() {}

  /// What reads the files of an image or a source tree.
  public static List<Analyzer> analyzers() {
    return List.of(
        new ApkAnalyzer(),
        new BottlerocketAnalyzer(),
        new BunLockAnalyzer(),
        new CabalFreezeAnalyzer(),
        new CargoLockAnalyzer(),
        new ChiselAnalyzer(),
        new ComposerInstalledAnalyzer(),
        new ComposerLockAnalyzer(),
        new ConanLockAnalyzer(),
        new ConanPackageAnalyzer(),
        new CondaEnvironmentAnalyzer(),
        new CondaPackageAnalyzer(),
        new ContentSetsAnalyzer(),
        new DenoLockAnalyzer(),
        new DotnetDepsAnalyzer(),
        new DpkgAnalyzer(),
        new GemfileLockAnalyzer(),
        new GemspecAnalyzer(),
        new GoModAnalyzer(),
        new GradleLockAnalyzer(),
        new JarAnalyzer(),
        new JuliaManifestAnalyzer(),
        new MixLockAnalyzer(),
        new NestedRootAnalyzer(),
        new NodePackageAnalyzer(),
        new NpmLockAnalyzer(),
        new NuGetLockAnalyzer(),
        new NuspecAnalyzer(),
        new OsReleaseAnalyzer(),
        new PackagesConfigAnalyzer(),
        new PdmLockAnalyzer(),
        new PipfileLockAnalyzer(),
        new PnpmLockAnalyzer(),
        new PodfileLockAnalyzer(),
        new PoetryLockAnalyzer(),
        new PomAnalyzer(),
        new ProgramAnalyzer(),
        new ProjectPackagesAnalyzer(),
        new PubLockAnalyzer(),
        new PylockAnalyzer(),
        new PythonPackageAnalyzer(),
        new RPackageAnalyzer(),
        new RebarLockAnalyzer(),
        new ReleaseFileAnalyzer(),
        new RenvLockAnalyzer(),
        new RequirementsAnalyzer(),
        new RpmAnalyzer(),
        new SbtLockAnalyzer(),
        new StackLockAnalyzer(),
        new SwiftResolvedAnalyzer(),
        new UvLockAnalyzer(),
        new YarnLockAnalyzer());
  }

  /// Where advisories come from.
  public static List<Feed> feeds() {
    List<Feed> feeds = new ArrayList<>(OsvFeeds.all());
    feeds.addAll(ApkSecDb.all());
    feeds.add(new AlpineSecDb());
    feeds.add(new AmazonLinux());
    feeds.add(new AnchoreEnrichment());
    feeds.add(new AzureOval());
    feeds.add(new Cve5());
    feeds.add(new Debian());
    feeds.add(new ElixirAdvisories());
    feeds.add(new Epss());
    feeds.add(new Kev());
    feeds.add(new MavenIndex());
    feeds.add(new NodeSecurityWg());
    feeds.add(new Nvd());
    feeds.add(new OracleOval());
    feeds.add(new Photon());
    feeds.add(new PhpSecurityAdvisories());
    feeds.add(new ProjectKb());
    feeds.add(new RedHatRepositories());
    feeds.add(new RedHatVex());
    feeds.add(new RetireJs());
    feeds.add(new RockyErrata());
    feeds.add(new RubyAdvisoryDb());
    feeds.add(new SuseCsaf());
    feeds.add(new UbuntuCveTracker());
    feeds.add(new Victims());
    return List.copyOf(feeds);
  }

  /// How package managers order versions.
  public static List<VersionScheme> versionSchemes() {
    return List.of(
        new Apk(),
        new Bitnami(),
        new Composer(),
        new Conan(),
        new Cran(),
        new Deb(),
        new Gem(),
        new Golang(),
        new Julia(),
        new Maven(),
        new Npm(),
        new NuGet(),
        new Pep440(),
        new Pub(),
        new Pvp(),
        new Rpm(),
        new SemVer());
  }

  /// The output formats, with what the user wants of them.
  public static List<ReportWriter> reportWriters(ReportOptions options) {
    List<ReportWriter> writers = new ArrayList<>();
    writers.add(new CosignVulnWriter(options));
    writers.add(new HtmlWriter(options));
    writers.add(new IdsWriter());
    writers.add(new JsonWriter(options));
    writers.add(new SarifWriter(options));
    writers.addAll(SbomWriter.all(options));
    writers.add(new TableWriter(options));
    return List.copyOf(writers);
  }

  /// The output formats as they are where nobody says otherwise.
  public static List<ReportWriter> reportWriters() {
    return reportWriters(ReportOptions.DEFAULT);
  }
}

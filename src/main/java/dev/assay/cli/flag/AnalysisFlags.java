package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.failure.UsageFailure;
import dev.assay.format.text.Glob;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.scan.ScanOptions.Analysis;
import dev.assay.scan.ScanOptions.PackageKind;
import dev.assay.scan.ScanOptions.RungChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How content is read, and how much of it.
public final class AnalysisFlags {
  public static final Flag SCANNERS =
      Flag.list("scanners", "SCANNER,…", "what to look for: vuln")
          .alias("security-checks")
          .words(List.of("vuln"))
          .planned("misconfig", "config", "secret", "license")
          .orElse("vuln")
          .key("scan.scanners")
          .note("defaults to `vuln`; the others are not built yet");
  public static final Flag PKG_TYPES =
      Flag.list("pkg-types", "TYPE,…", "which packages count: os, library")
          .alias("vuln-type")
          .words(List.of("os", "library"))
          .orElse("os,library")
          .key("pkg.types");
  public static final Flag SKIP_DIRS =
      Flag.list("skip-dirs", "GLOB,…", "folders to leave out").key("scan.skip-dirs");
  public static final Flag SKIP_FILES =
      Flag.list("skip-files", "GLOB,…", "files to leave out").key("scan.skip-files");
  public static final Flag PARALLEL =
      Flag.of(Kind.NUMBER, "parallel", "NUMBER", "layers read side by side; 0 for one per core")
          .orElse("5")
          .key("scan.parallel");
  public static final Flag DISTRO =
      Flag.text("distro", "FAMILY/RELEASE", "assume this system, such as alpine/3.20")
          .key("scan.distro");
  public static final Flag DETECTION_PRIORITY =
      Flag.text("detection-priority", "WORD", "precise")
          .words(List.of("precise"))
          .planned("comprehensive")
          .orElse("precise")
          .key("scan.detection-priority");
  public static final Flag INCLUDE_DEV_DEPS =
      Flag.toggle("include-dev-deps", "development dependencies of lock files too")
          .key("pkg.include-dev-deps");
  public static final Flag ANALYSIS =
      Flag.text(
              "analysis",
              "WAY",
              "how layers may be read: auto, known, attached, reused, indexed, streamed, full")
          .words(List.of("auto", "full", "known", "attached", "reused", "indexed", "streamed"))
          .orElse("auto")
          .from(Origin.ASSAY);
  public static final Flag PEEK =
      Flag.toggle(
              "peek",
              "of plain gzip layers, read the first 64 KiB and the last 256 to 1024: shows what is"
                  + " there, never that nothing is")
          .from(Origin.ASSAY);

  public static final Flag MAX_IMAGE_SIZE =
      Flag.of(Kind.SIZE, "max-image-size", "SIZE", "refuse images that unpack to more: 10GB")
          .key("image.max-size");
  public static final Flag LIMIT =
      Flag.list("limit", "NAME=NUMBER,…", "raise or lower a bound on what hostile input may cost")
          .from(Origin.ASSAY);

  public static final FlagGroup GROUP =
      new FlagGroup(
          "Analysis",
          List.of(SCANNERS, PKG_TYPES, SKIP_DIRS, SKIP_FILES, PARALLEL, DISTRO, ANALYSIS, PEEK));
  public static final FlagGroup FOLDER_GROUP =
      new FlagGroup(
          "Analysis",
          List.of(SCANNERS, PKG_TYPES, SKIP_DIRS, SKIP_FILES, PARALLEL, DISTRO, INCLUDE_DEV_DEPS));
  public static final FlagGroup BOM_GROUP =
      new FlagGroup(
          "Analysis",
          List.of(PKG_TYPES, SKIP_DIRS, SKIP_FILES, PARALLEL, DISTRO, INCLUDE_DEV_DEPS, ANALYSIS));
  public static final FlagGroup LISTING_GROUP =
      new FlagGroup("Analysis", List.of(SCANNERS, PKG_TYPES, DISTRO));
  public static final FlagGroup LIMITS = new FlagGroup("Limits", List.of(MAX_IMAGE_SIZE, LIMIT));
  public static final FlagGroup FOLDER_LIMITS = new FlagGroup("Limits", List.of(LIMIT));

  private AnalysisFlags() {}

  /// How content is read.
  public static Analysis read(Settings settings) {
    return new Analysis(
        rung(settings),
        settings.list(PKG_TYPES).stream()
            .map(word -> PackageKind.valueOf(word.toUpperCase(Locale.ROOT)))
            .distinct()
            .toList(),
        globs(settings, SKIP_DIRS),
        globs(settings, SKIP_FILES),
        parallel(settings),
        settings.isOn(INCLUDE_DEV_DEPS),
        settings.text(DISTRO).map(text -> distribution(text, settings.place(DISTRO))),
        limits(settings),
        TrustFlags.read(settings));
  }

  private static RungChoice rung(Settings settings) {
    String way = settings.text(ANALYSIS).orElse("auto");
    if (!settings.isOn(PEEK)) {
      return RungChoice.valueOf(way.toUpperCase(Locale.ROOT));
    }
    if (!way.equals("auto")) {
      throw new UsageFailure(
          "cannot use both " + settings.place(PEEK) + " and " + settings.place(ANALYSIS),
          "`--peek` reads what it must not peek into as `--analysis auto` does: leave one out");
    }
    return RungChoice.PEEK;
  }

  private static List<String> globs(Settings settings, Flag flag) {
    for (String glob : settings.list(flag)) {
      Optional<String> problem = Glob.problem(glob);
      if (problem.isPresent()) {
        throw new UsageFailure(
            "cannot use " + settings.place(flag) + ": `" + glob + "` has " + problem.get(),
            "write `?` for the character itself");
      }
    }
    return settings.list(flag);
  }

  private static Limits limits(Settings settings) {
    Limits limits = Limits.parse(settings.list(LIMIT));
    return settings
        .size(MAX_IMAGE_SIZE)
        .map(size -> limits.with(Limit.IMAGE_BYTES, size))
        .orElse(limits);
  }

  private static int parallel(Settings settings) {
    int asked = settings.number(PARALLEL).orElse(5);
    return asked == 0 ? Runtime.getRuntime().availableProcessors() : Math.min(asked, 64);
  }

  private static String distribution(String text, String place) {
    if (!text.matches("[a-z0-9_.-]+/[A-Za-z0-9_.-]+")) {
      throw new UsageFailure(
          "cannot use " + place + ": `" + text + "` is no FAMILY/RELEASE",
          "write it as alpine/3.20 or debian/12");
    }
    return text;
  }
}

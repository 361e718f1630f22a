package dev.assay.cli;

import dev.assay.advisory.db.DatabaseRemoval;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Standing;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.FolderCache;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// `assay cache clean`, `assay clean`.
final class CleanCommand {
  static final String SUMMARY = "Empty the analysis cache; the database stays unless asked for";

  private static final Flag ALL =
      Flag.toggle("all", "the analysis cache and the database").letter("a");
  private static final Flag VULN_DB = Flag.toggle("vuln-db", "the database alone");
  private static final Flag SCAN_CACHE = Flag.toggle("scan-cache", "the analysis cache");
  private static final List<Flag> NOTHING_TO_DO =
      List.of(idle("java-db"), idle("checks-bundle"), idle("vex-repo"));

  static final String PRUNE = "Keep the analysis cache within a size and an age";

  private static final Flag MAX_SIZE =
      Flag.of(Flag.Kind.SIZE, "max-size", "SIZE", "remove the oldest analyses over it: 2GB")
          .from(Flag.Origin.ASSAY);
  private static final Flag MAX_AGE =
      Flag.of(Flag.Kind.DURATION, "max-age", "TIME", "remove what was learnt before: 720h")
          .from(Flag.Origin.ASSAY);

  private CleanCommand() {}

  /// `assay cache prune`.
  static Verb prune() {
    return new Verb(
        "cache prune",
        PRUNE,
        "",
        List.of(
            new Example(
                "What a build machine does at night",
                "assay cache prune --max-size 2GB --max-age 720h")),
        List.of(new FlagGroup("What stays", List.of(MAX_SIZE, MAX_AGE))),
        List.of(),
        CleanCommand::prune);
  }

  private static int prune(Invocation call) throws IOException {
    call.noOperands();
    Settings settings = call.settings();
    if (!settings.isSet(MAX_SIZE) && !settings.isSet(MAX_AGE)) {
      throw new UsageFailure(
          "cannot prune without a bound",
          "give --max-size or --max-age; `assay cache clean` removes all of it");
    }
    Instant since =
        settings.isSet(MAX_AGE) ? Instant.now().minus(settings.duration(MAX_AGE)) : Instant.EPOCH;
    long most = settings.size(MAX_SIZE).orElse(Long.MAX_VALUE);
    Path folder = GlobalFlags.cacheFolder(settings);
    FolderCache.Pruned pruned = new FolderCache(folder, call.progress()).prune(most, since);
    call.print(
        "removed "
            + pruned.files()
            + (pruned.files() == 1 ? " analysis, " : " analyses, ")
            + TerminalProgress.size(pruned.bytes())
            + "\n");
    return 0;
  }

  private static Flag idle(String name) {
    return Flag.toggle(name, "").standing(Standing.NOTHING_TO_DO).note("Assay keeps none");
  }

  /// The flags, for `docs/trivy.md`.
  static List<Flag> flags() {
    return Stream.concat(Stream.of(ALL, VULN_DB, SCAN_CACHE), NOTHING_TO_DO.stream()).toList();
  }

  static Verb verb(String name) {
    return new Verb(
        name,
        SUMMARY,
        "",
        List.of(
            new Example("Forget what was learnt of images", "assay " + name),
            new Example("Start over", "assay " + name + " --all")),
        List.of(new FlagGroup("What", List.of(ALL, VULN_DB, SCAN_CACHE))),
        NOTHING_TO_DO,
        CleanCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    Settings settings = call.settings();
    Path folder = GlobalFlags.cacheFolder(settings);
    boolean named = settings.isOn(VULN_DB) || NOTHING_TO_DO.stream().anyMatch(settings::isOn);
    if (settings.isOn(ALL) || settings.isOn(SCAN_CACHE) || !named) {
      empty(new FolderCache(folder, call.progress()));
    }
    if (settings.isOn(ALL) || settings.isOn(VULN_DB)) {
      for (Path other : DatabaseRemoval.of(folder.resolve(CacheFolder.DATABASE), call.progress())) {
        call.progress().warn(other + " stays: it is not of the database");
      }
    }
    return 0;
  }

  private static void empty(FolderCache cache) throws IOException {
    try {
      cache.clean();
    } catch (AccessDeniedException e) {
      InputFailure failure =
          new InputFailure(
              "cannot write " + e.getFile() + ": permission denied",
              "see that you may write there, or name another folder with --cache-dir");
      failure.initCause(e);
      throw failure;
    }
  }
}

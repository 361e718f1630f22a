package dev.assay.cli;

import dev.assay.advisory.BuildSummary;
import dev.assay.advisory.DbBuild;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.SourceReading;
import dev.assay.builtin.BuiltIns;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.Printable;
import dev.assay.model.Gap;
import dev.assay.net.Http;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `assay db build --source NAME=PATH_OR_URL…`.
final class DbBuildCommand {
  static final String SUMMARY = "Build the database from exactly the sources you name";

  private static final Flag SOURCE =
      Flag.of(
              Kind.REPEATED,
              "source",
              "NAME=PATH_OR_URL",
              "a source and where it is; `assay db sources` lists the names")
          .from(Origin.ASSAY);

  private DbBuildCommand() {}

  static Verb verb() {
    return new Verb(
        "db build",
        SUMMARY,
        "[NAME=PATH_OR_URL…]",
        List.of(
            new Example(
                "From files on this machine",
                "assay db build --source alpine-secdb=./alpine --source kev=./kev.json"),
            new Example(
                "From an address; there is no time limit unless one is given",
                "assay db build --timeout 1h --source kev=https://mirror.example.com/kev.json")),
        List.of(new FlagGroup("What", List.of(SOURCE))),
        List.of(),
        DbBuildCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    List<String> said = new ArrayList<>(call.settings().list(SOURCE));
    said.addAll(call.operands());
    List<SourceArgument> sources = said.stream().map(SourceArgument::parse).toList();
    List<String> hosts = sources.stream().flatMap(source -> source.host().stream()).toList();
    Optional<Duration> limit = limit(call.settings());
    try (var _ = Alarm.after(limit, call.console());
        Http http = Connections.open(hosts, limit, call)) {
      BuildSummary summary =
          new DbBuild(BuiltIns.feeds(), http, call.progress())
              .build(GlobalFlags.cacheFolder(call.settings()), sources);
      warnOfGaps(call, summary.readings());
      call.print(DatabaseText.of(summary.manifest()));
    }
    return 0;
  }

  /// The usual limit is one for scans: everything that upstreams publish takes longer to read.
  private static Optional<Duration> limit(Settings settings) {
    return settings.isSet(GlobalFlags.TIMEOUT)
        ? Optional.of(settings.duration(GlobalFlags.TIMEOUT))
        : Optional.empty();
  }

  private static void warnOfGaps(Invocation call, List<SourceReading> readings) {
    for (SourceReading reading : readings) {
      for (Gap gap : reading.gaps()) {
        call.progress().warn(reading.source().name() + ": " + gap);
      }
      long unsaid = reading.source().gaps() - reading.gaps().size();
      if (unsaid > 0) {
        call.progress().warn(reading.source().name() + ": and " + unsaid + " more");
      }
      warnOfEcosystems(call, reading);
      warnOfExtras(call, reading);
      reading
          .skipped()
          .forEach((why, count) ->
              call.progress().debug(reading.source().name() + ": left out " + count + ": " + why));
    }
  }

  /// Whole parts of a source that users may miss, such as the extras of Amazon Linux.
  private static void warnOfExtras(Invocation call, SourceReading reading) {
    reading
        .skipped()
        .forEach((why, count) -> {
          if (why.startsWith("extras ")) {
            call.progress().warn(reading.source().name() + ": left out " + count + " " + why);
          }
        });
  }

  /// Entries of ecosystems that have no name here, in one line.
  private static void warnOfEcosystems(Invocation call, SourceReading reading) {
    SortedMap<String, Long> unknown = new TreeMap<>(reading.skipped());
    unknown.keySet().removeIf(why -> !why.startsWith("ecosystem "));
    if (!unknown.isEmpty()) {
      long entries = unknown.values().stream().mapToLong(Long::longValue).sum();
      call.progress()
          .warn(
              reading.source().name()
                  + ": left out "
                  + entries
                  + (entries == 1 ? " entry" : " entries")
                  + " of ecosystems that are not known, such as `"
                  + Printable.of(unknown.firstKey().substring("ecosystem ".length()), 60)
                  + "`");
    }
  }
}

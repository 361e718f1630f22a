package dev.assay.cli;

import dev.assay.advisory.Repositories;
import dev.assay.advisory.Update;
import dev.assay.advisory.Upstream;
import dev.assay.advisory.db.Manifest;
import dev.assay.builtin.BuiltIns;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.DatabaseFlags;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.scan.Registries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `assay db update`.
final class DbUpdateCommand {
  static final String SUMMARY = "Refresh everything the database has";

  private DbUpdateCommand() {}

  static Verb verb() {
    return new Verb(
        "db update",
        SUMMARY,
        "",
        List.of(
            new Example(
                "From a registry, whatever it has where nothing is here yet",
                "assay db update --db-repository ghcr.io/org/assay-db")),
        List.of(new FlagGroup("From where", List.of(DatabaseFlags.DB_REPOSITORY))),
        List.of(),
        DbUpdateCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    List<ImageRef> refs = DatabaseFlags.repositories(call.settings());
    Path cache = GlobalFlags.cacheFolder(call.settings());
    try (Http http = Connections.open(refs.stream().map(ImageRef::host).toList(), call)) {
      call.print(
          DatabaseText.of(
              refs.isEmpty() ? upstream(call, http, cache) : from(refs, call, http, cache)));
    }
    return 0;
  }

  private static Manifest upstream(Invocation call, Http http, Path cache) throws IOException {
    Upstream upstream = Upstream.of(call.settings().environment());
    return new Update(BuiltIns::feeds, http, upstream, call.progress()).refresh(cache);
  }

  private static Manifest from(List<ImageRef> refs, Invocation call, Http http, Path cache)
      throws IOException {
    Registries registries = new Registries(http, call.settings().environment(), call.progress());
    return new Repositories(refs, registries::stored, call.progress()).refresh(cache);
  }
}

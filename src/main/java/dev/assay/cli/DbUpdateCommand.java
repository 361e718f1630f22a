package dev.assay.cli;

import dev.assay.advisory.Update;
import dev.assay.advisory.Upstream;
import dev.assay.advisory.db.Manifest;
import dev.assay.builtin.BuiltIns;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.net.Http;
import java.io.IOException;
import java.util.List;

/// `assay db update`.
final class DbUpdateCommand {
  static final String SUMMARY = "Refresh everything the database has from upstream's public files";

  private DbUpdateCommand() {}

  static Verb verb() {
    return new Verb(
        "db update", SUMMARY, "", List.of(), List.of(), List.of(), DbUpdateCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    try (Http http = Connections.open(List.of(), call)) {
      Upstream upstream = Upstream.of(call.settings().environment());
      Manifest manifest =
          new Update(BuiltIns.feeds(), http, upstream, call.progress())
              .refresh(GlobalFlags.cacheFolder(call.settings()));
      call.print(DatabaseText.of(manifest));
    }
    return 0;
  }
}

package dev.assay.cli;

import dev.assay.advisory.DbExport;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.GlobalFlags;
import java.io.IOException;
import java.util.List;

/// `assay db export [ECOSYSTEM…]`.
final class DbExportCommand {
  static final String SUMMARY = "Print the advisories of the database, a JSON object to a line";

  private DbExportCommand() {}

  static Verb verb() {
    return new Verb(
        "db export",
        SUMMARY,
        "[ECOSYSTEM…]",
        List.of(
            new Example(
                "What is known about one package",
                "assay db export npm | grep '\"package\":\"lodash\"'")),
        List.of(),
        List.of(),
        DbExportCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    DbExport.write(
        GlobalFlags.cacheFolder(call.settings()),
        EcosystemNames.read(call.operands()),
        call.console().out());
    return 0;
  }
}

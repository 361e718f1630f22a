package dev.assay.cli;

import dev.assay.advisory.DbInfo;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.failure.DatabaseFailure;
import java.io.IOException;
import java.util.List;

/// `assay db info`.
final class DbInfoCommand {
  static final String SUMMARY = "Say what the database is made of and how old it is";

  private static final Flag VERIFY =
      Flag.toggle("verify", "compare every byte with its checksum").from(Origin.ASSAY);

  private DbInfoCommand() {}

  static Verb verb() {
    return new Verb(
        "db info",
        SUMMARY,
        "",
        List.of(new Example("Find out whether it is damaged", "assay db info --verify")),
        List.of(new FlagGroup("What", List.of(VERIFY))),
        List.of(),
        DbInfoCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    DbInfo info =
        DbInfo.read(GlobalFlags.cacheFolder(call.settings()), call.settings().isOn(VERIFY));
    call.print(DatabaseText.of(info.manifest()));
    if (!info.problems().isEmpty()) {
      throw new DatabaseFailure(
          "the advisory database is damaged: " + String.join("; ", info.problems()),
          "run `assay db update` or `assay db build` again");
    }
    return 0;
  }
}

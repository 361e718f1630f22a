package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.ReportFlags;
import dev.assay.quickstart.Quickstart;
import java.io.IOException;
import java.util.List;

/// `assay quickstart`.
final class QuickstartCommand {
  static final String SUMMARY = "See it work: a sample image, scanned in a registry of its own";

  private QuickstartCommand() {}

  static Verb verb() {
    return new Verb(
        "quickstart",
        SUMMARY,
        "",
        List.of(new Example("Needs no network, no registry and no database", "assay quickstart")),
        List.of(ReportFlags.GROUP),
        List.of(),
        QuickstartCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    return ScanRequest.run(call, ImageFlags.folders(List.of()), Quickstart::run);
  }
}

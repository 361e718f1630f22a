package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.scan.Scan;
import java.io.IOException;
import java.util.List;

/// `assay sbom FILE…`.
final class SbomCommand {
  static final String SUMMARY = "Scan software bills of materials";

  private SbomCommand() {}

  static Verb verb() {
    return new Verb(
        "sbom",
        SUMMARY,
        "FILE…",
        List.of(
            new Example("What a build lists", "assay sbom bom.cdx.json"),
            new Example("From another program", "syft -o spdx-json app | assay sbom -")),
        ScanRequest.listingGroups(),
        TrivyFlags.GROUP.flags(),
        SbomCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    ScanRequest.needs(
        !call.operands().isEmpty() || ScanRequest.onlyUpdates(call.settings()),
        call,
        "a file, or `-` for standard input");
    return ScanRequest.run(call, ImageFlags.folders(call.operands()), Scan::sbom);
  }
}

package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.GateFlags;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.ReportFlags;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.cli.flag.VulnerabilityFlags;
import dev.assay.scan.Conversion;
import dev.assay.scan.Scan;
import java.io.IOException;
import java.util.List;

/// `assay sbom FILE…` and `assay convert REPORT`: what others found, and what was found before.
final class DocumentCommand {
  static final String SBOM = "Scan software bills of materials";
  static final String CONVERT = "Write a JSON report in other formats";

  private DocumentCommand() {}

  static Verb sbom() {
    return new Verb(
        "sbom",
        SBOM,
        "FILE…",
        List.of(
            new Example("What a build lists", "assay sbom bom.cdx.json"),
            new Example("From another program", "syft -o spdx-json app | assay sbom -")),
        ScanRequest.listingGroups(),
        TrivyFlags.GROUP.flags(),
        DocumentCommand::scan);
  }

  private static int scan(Invocation call) throws IOException {
    ScanRequest.needs(
        !call.operands().isEmpty() || ScanRequest.onlyUpdates(call.settings()),
        call,
        "a file, or `-` for standard input");
    return ScanRequest.run(call, ImageFlags.folders(call.operands()), Scan::sbom);
  }

  static Verb convert() {
    return new Verb(
        "convert",
        CONVERT,
        "REPORT",
        List.of(
            new Example(
                "One scan, every format",
                "assay convert -f sarif=app.sarif -f html=app.html result.json"),
            new Example("A gate of its own", "assay convert -s CRITICAL --exit-code 1 result.json"),
            new Example("Trivy's report", "trivy image -q -f json app | assay convert -")),
        List.of(ReportFlags.CONVERT_GROUP, GateFlags.GROUP, VulnerabilityFlags.CONVERT_GROUP),
        List.of(),
        DocumentCommand::convert);
  }

  private static int convert(Invocation call) throws IOException {
    String report = call.operand("JSON report, or `-` for standard input");
    return ScanRequest.run(call, ImageFlags.folders(List.of(report)), Conversion::convert);
  }
}

package dev.assay.scan;

import dev.assay.analyze.os.NamedSystem;
import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.sbom.Bound;
import dev.assay.sbom.Sbom;
import dev.assay.sbom.Sbom.SystemName;
import dev.assay.sbom.SbomReader;
import dev.assay.scan.Assessment.Artifact;
import dev.assay.scan.Assessment.Judged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One bill of materials, from its file to its verdict.
final class SbomScan {
  /// What an artifact is called before its format is known.
  static final String TYPE = "sbom";

  private final Session session;

  SbomScan(Session session) {
    this.session = session;
  }

  /// The document in a file.
  ///
  /// @param where `-` for standard input
  Judged file(String where, InputStream standardInput) throws IOException {
    ReceiptDraft receipt = new ReceiptDraft(List.of());
    String name = ImageScan.inputName(where);
    Limits limits = session.options().analysis().limits();
    Bound bound =
        new Bound(
            limits.of(Limit.SBOM_INVENTORY),
            () ->
                limits.passed(
                    Limit.SBOM_INVENTORY,
                    "cannot read " + name + ": what it lists takes more than",
                    "bytes of memory"));
    Sbom sbom;
    if (where.equals("-")) {
      sbom = SbomReader.read(standardInput, name, bound);
    } else {
      if (Files.isDirectory(Path.of(where))) {
        throw new InputFailure(
            "cannot read `" + name + "`: it is a folder", "name the files in it, one by one");
      }
      try (InputStream in = Files.newInputStream(Path.of(where))) {
        sbom = SbomReader.read(in, name, bound);
      }
    }
    receipt.lap("read");
    Inventory inventory =
        new Inventory(sbom.system().map(SbomScan::system), sbom.components(), sbom.gaps());
    return session.judge(
        new Artifact(name, sbom.format().word(), Optional.empty(), inventory, Optional.empty()),
        receipt);
  }

  private static OperatingSystem system(SystemName name) {
    return name.known().orElseGet(() -> NamedSystem.of(name.id(), name.release()));
  }
}

package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.scan.Scan;
import java.io.IOException;
import java.util.List;

/// `assay fs PATH…`, `assay repo DIR…` and `assay rootfs DIR…`.
final class FolderCommand {
  static final String FS = "Scan a source tree: its lock files and manifests";
  static final String REPO = "Scan a repository's working copy";
  static final String ROOTFS = "Scan a root file system: what is installed in it";

  private FolderCommand() {}

  static Verb fs() {
    return new Verb(
        "fs",
        FS,
        "PATH…",
        List.of(
            new Example("The project in this folder", "assay fs ."),
            new Example("One lock file", "assay fs web/package-lock.json")),
        ScanRequest.folderGroups(),
        TrivyFlags.GROUP.flags(),
        call -> run(call, "a folder", Scan::filesystem));
  }

  static Verb repo() {
    return new Verb(
        "repo",
        REPO,
        "DIR…",
        List.of(new Example("A working copy", "assay repo ~/src/app")),
        ScanRequest.folderGroups(),
        TrivyFlags.GROUP.flags(),
        FolderCommand::runRepo);
  }

  private static int runRepo(Invocation call) throws IOException {
    for (String operand : call.operands()) {
      if (operand.contains("://") || operand.startsWith("git@")) {
        throw new UsageFailure(
            "cannot scan `" + operand + "`: repositories are not fetched in this version",
            "`git clone` it, and name the folder");
      }
    }
    return run(call, "a folder", Scan::repository);
  }

  static Verb rootfs() {
    return new Verb(
        "rootfs",
        ROOTFS,
        "DIR…",
        List.of(
            new Example("A machine from inside", "sudo assay rootfs --skip-dirs proc,sys /"),
            new Example("An unpacked image", "assay rootfs ./rootfs")),
        ScanRequest.folderGroups(),
        TrivyFlags.GROUP.flags(),
        call -> run(call, "a folder", Scan::rootfs));
  }

  private static int run(Invocation call, String what, ScanRequest.UseCase useCase)
      throws IOException {
    ScanRequest.needs(
        !call.operands().isEmpty() || ScanRequest.onlyUpdates(call.settings()), call, what);
    return ScanRequest.run(call, ImageFlags.folders(call.operands()), useCase);
  }
}

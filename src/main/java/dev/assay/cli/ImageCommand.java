package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.net.FirstConnection;
import dev.assay.scan.Scan;
import dev.assay.scan.ScanOptions.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `assay image REF…`, `assay image --input FILE`.
final class ImageCommand {
  static final String SUMMARY = "Scan container images";

  private ImageCommand() {}

  static Verb verb() {
    return new Verb(
        "image",
        SUMMARY,
        "REF…",
        List.of(
            new Example(
                "An image in a registry, without pulling it", "assay image ghcr.io/org/app:1.2"),
            new Example(
                "Fail a build on what an upgrade mends",
                "assay image --severity HIGH,CRITICAL --ignore-unfixed --exit-code 1 org/app:1.2"),
            new Example(
                "A table to read and SARIF to upload, in one run",
                "assay image --format table --format sarif=out.sarif org/app:1.2"),
            new Example(
                "An archive or an OCI layout, or one on standard input",
                "docker save org/app:1.2 | assay image --input -")),
        ScanRequest.imageGroups(ImageFlags.GROUP),
        TrivyFlags.GROUP.flags(),
        ImageCommand::run);
  }

  /// No reference starts like a path.
  private static void refusePath(String operand) {
    boolean isPath =
        operand.startsWith("./") || operand.startsWith("../") || operand.startsWith("/");
    if (isPath && Files.exists(Path.of(operand))) {
      throw new UsageFailure(
          "cannot scan `" + operand + "` as the name of an image: it is a path",
          "scan an archive or a layout with `assay image --input "
              + operand
              + "`, a folder of files with `assay rootfs "
              + operand
              + "`");
    }
  }

  /// Begins what takes long, before flags are read, where a command line most likely asks for it.
  static void prepare(List<String> arguments) {
    boolean isImage = arguments.contains("image") || arguments.contains("i");
    boolean needsNone =
        arguments.stream().anyMatch(word -> word.startsWith("--input") || word.equals("--help"));
    if (isImage && !needsNone) {
      FirstConnection.prepare();
    }
  }

  private static int run(Invocation call) throws IOException {
    Subject subject = ImageFlags.read(call.settings(), call.operands());
    if (subject.input().isPresent() && !call.operands().isEmpty()) {
      throw new UsageFailure(
          "cannot scan both `--input` and `" + call.operands().getFirst() + "`",
          "leave one of the two out, or run `assay image` for each");
    }
    if (subject.input().equals(Optional.of("-"))
        && call.settings().isOn(RegistryFlags.PASSWORD_STDIN)) {
      throw new UsageFailure(
          "cannot read both an image and a password from standard input",
          "set ASSAY_PASSWORD instead");
    }
    call.operands().forEach(ImageCommand::refusePath);
    ScanRequest.needs(
        subject.input().isPresent()
            || !call.operands().isEmpty()
            || ScanRequest.onlyUpdates(call.settings()),
        call,
        "the name of an image, or `--input`");
    return ScanRequest.run(call, subject, Scan::image);
  }
}

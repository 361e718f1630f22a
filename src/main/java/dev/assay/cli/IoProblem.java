package dev.assay.cli;

import dev.assay.net.NetworkProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/// Why bytes did not arrive, where nobody below knew more: a disk, or a network.
///
/// @param reason a clause
/// @param hint what to do about it
record IoProblem(String reason, String hint) {
  private static final String DISK =
      "check the disk and its permissions, or name another folder with --cache-dir";

  static IoProblem of(IOException e) {
    NetworkProblem network = NetworkProblem.of(e);
    String text = network.problem();
    return switch (e) {
      case NoSuchFileException none ->
          new IoProblem(
              "`" + none.getFile() + "` does not exist", "check the path, or create it first");
      case AccessDeniedException denied ->
          new IoProblem("`" + denied.getFile() + "`: permission denied", DISK);
      case FileSystemException file ->
          new IoProblem(
              "`" + file.getFile() + "`: " + Optional.ofNullable(file.getReason()).orElse(text),
              DISK);
      default -> new IoProblem(text, network.hint().isEmpty() ? usual(text) : network.hint());
    };
  }

  private static String usual(String text) {
    return text.toLowerCase(Locale.ROOT).contains("no space left")
        ? "make room on the disk that is written to"
        : "check the disk and the network; --debug shows where it ended";
  }
}

package dev.assay.cli.flag;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.UsageFailure;
import dev.assay.report.ReportWriter;
import dev.assay.sbom.BillFormat;
import dev.assay.scan.ScanOptions.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which format goes where: `--format FORMAT[=FILE]` any number of times, and `--output FILE` for
/// the one without a file. All of it is checked before any work is done.
final class OutputPlan {
  /// Trivy's formats that are not built yet.
  static final List<String> PLANNED = List.of("github", "template");

  private final List<Output> outputs = new ArrayList<>();
  private final Map<Path, String> claimed = new LinkedHashMap<>();

  private OutputPlan() {}

  static OutputPlan of(Settings settings) {
    var plan = new OutputPlan();
    Optional<Path> free = plan.outputFile(settings);
    boolean isFree = plan.add(settings, ReportFlags.FORMAT, free);
    if (!isFree && free.isPresent()) {
      throw new UsageFailure(
          "cannot use " + settings.place(ReportFlags.OUTPUT) + ": each format has its own file",
          "leave out one of the two files");
    }
    return plan;
  }

  /// Where a flag alone says it all: `-o FORMAT[=FILE]`.
  static OutputPlan of(Settings settings, Flag formats) {
    var plan = new OutputPlan();
    plan.add(settings, formats, Optional.empty());
    return plan;
  }

  /// @param free where the one format without a file goes
  /// @return whether there is one
  private boolean add(Settings settings, Flag flag, Optional<Path> free) {
    String without = "";
    for (String wanted : formats(settings, flag)) {
      int equals = wanted.indexOf('=');
      String format = equals < 0 ? wanted : wanted.substring(0, equals);
      checkFormat(format, flag, settings.place(flag));
      if (equals >= 0) {
        add(format, file(wanted.substring(equals + 1), "`" + flag + " " + wanted + "`"), flag);
      } else if (without.isEmpty()) {
        without = format;
        add(format, free, flag);
      } else {
        throw new UsageFailure(
            "cannot write both " + without + " and " + format + " to one place",
            "give one of them a file: `" + flag + " " + format + "=FILE`");
      }
    }
    return !without.isEmpty();
  }

  /// On the command line a comma belongs to the file's name; a variable holds several formats with
  /// commas between.
  private static List<String> formats(Settings settings, Flag flag) {
    List<String> said = settings.list(flag);
    return settings.isTyped(flag) || said.size() != 1
        ? said
        : List.of(said.getFirst().split(",", -1));
  }

  List<Output> outputs() {
    return outputs;
  }

  private Optional<Path> outputFile(Settings settings) {
    List<String> files = settings.list(ReportFlags.OUTPUT);
    if (files.size() > 1) {
      throw new UsageFailure(
          "cannot use " + settings.place(ReportFlags.OUTPUT) + " twice",
          "for several outputs write `--format FORMAT=FILE` for each");
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    if (files.getFirst().startsWith("plugin=")) {
      throw new UsageFailure("cannot use `--output plugin=…`: not built yet in this version");
    }
    return file(files.getFirst(), settings.place(ReportFlags.OUTPUT));
  }

  /// The file of that name; `-` is standard output.
  private Optional<Path> file(String name, String place) {
    if (name.isEmpty()) {
      throw new UsageFailure("cannot use " + place + ": the file name is empty");
    }
    return name.equals("-") ? Optional.empty() : Optional.of(Paths.of(name, place));
  }

  private void add(String format, Optional<Path> file, Flag flag) {
    if (file.isPresent()) {
      claim(file.get(), "`" + format + "`");
    } else if (outputs.stream().anyMatch(o -> o.file().isEmpty())) {
      throw new UsageFailure(
          "cannot write two reports to standard output",
          "give one of them a file: `" + flag + " " + format + "=FILE`");
    }
    outputs.add(new Output(format, file));
  }

  /// Reserves a file for one output.
  ///
  /// @throws UsageFailure where it cannot be written, or is another output's
  void claim(Path file, String what) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UsageFailure("cannot write " + file + ": it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageFailure(
          "cannot write " + file + ": there is no folder " + folder, "create the folder first");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new UsageFailure("cannot write " + file + ": permission denied");
    }
    String other = claimed.putIfAbsent(real(folder, file), what);
    if (other != null) {
      throw new UsageFailure(
          "cannot write both " + other + " and " + what + " to " + file,
          "give each output a file of its own");
    }
  }

  /// Two names of one file are one file, through links too.
  private static Path real(Path folder, Path file) {
    try {
      return Files.exists(file)
          ? file.toRealPath()
          : folder.toRealPath().resolve(file.normalize().getFileName().toString());
    } catch (IOException e) {
      throw new UsageFailure("cannot write " + file + ": " + e.getMessage());
    }
  }

  private static void checkFormat(String format, Flag flag, String place) {
    boolean isBill = BillFormat.of(format).isPresent();
    List<String> known =
        flag.equals(BomFlags.OUTPUT)
            ? BillFormat.WORDS
            : BuiltIns.reportWriters().stream().map(ReportWriter::format).sorted().toList();
    if (isBill || known.contains(format)) {
      return;
    }
    if (PLANNED.contains(format)) {
      throw new UsageFailure(
          "cannot write format `" + format + "`: not built yet in this version",
          "formats of this version: " + String.join(", ", known));
    }
    throw new UsageFailure(
        "unknown format `" + format + "` in " + place,
        Suggestion.hint(format, known, "formats: " + String.join(", ", known)));
  }
}

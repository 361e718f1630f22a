package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.failure.UsageFailure;
import dev.assay.scan.ScanOptions.EvidenceDemand;
import dev.assay.scan.ScanOptions.Gate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// When the answer is no.
public final class GateFlags {
  private static final Set<Integer> TAKEN = Set.of(2, 3, 4, 70);

  public static final Flag EXIT_CODE =
      Flag.of(Kind.NUMBER, "exit-code", "NUMBER", "exit with this code when findings are left")
          .orElse("0")
          .key("exit-code")
          .note("errors have codes of their own (2, 3, 4, 70), so that 1 means findings alone");
  public static final Flag EXIT_ON_EOL =
      Flag.of(
              Kind.NUMBER,
              "exit-on-eol",
              "NUMBER",
              "exit with this code when the system is past its end of life")
          .orElse("0")
          .key("exit-on-eol");
  public static final Flag REQUIRE_EVIDENCE =
      Flag.text(
              "require-evidence", "GRADE", "what a clean answer must rest on: full, attested, any")
          .words(List.of("full", "attested", "any"))
          .from(Origin.ASSAY);

  public static final FlagGroup GROUP =
      new FlagGroup("Gate", List.of(EXIT_CODE, EXIT_ON_EOL, REQUIRE_EVIDENCE));

  private GateFlags() {}

  /// The gate; zero asks for none.
  ///
  /// @throws UsageFailure for a number that no process can exit with
  public static Gate read(Settings settings) {
    return new Gate(
        code(settings, EXIT_CODE),
        code(settings, EXIT_ON_EOL),
        settings
            .text(REQUIRE_EVIDENCE)
            .map(word -> EvidenceDemand.valueOf(word.toUpperCase(Locale.ROOT))));
  }

  private static Optional<Integer> code(Settings settings, Flag flag) {
    Optional<Integer> code = settings.number(flag).filter(number -> number != 0);
    if (code.isPresent() && code.get() > 255) {
      throw new UsageFailure(
          "cannot use " + settings.place(flag) + ": exit codes end at 255",
          "1 is what build systems expect");
    }
    if (code.isPresent() && TAKEN.contains(code.get())) {
      settings.warn(
          settings.place(flag)
              + ": exit code "
              + code.get()
              + " also stands for a scan that could not be done");
    }
    return code;
  }
}

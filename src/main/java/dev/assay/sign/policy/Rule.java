package dev.assay.sign.policy;

import dev.assay.failure.UsageFailure;
import dev.assay.format.json.Json;
import dev.assay.sign.bundle.PredicateTypes;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rule over a statement: an expression in the Common Expression Language that is true or false.
/// It sees `predicate`, `predicateType`, `subject`, `now`, and, of a scan, `vulnerabilities`: those
/// of all results. What it cannot decide (a field that is not there) is false: a gate does not open
/// by accident.
///
/// Source: <https://github.com/google/cel-spec/blob/master/doc/langdef.md>
public final class Rule {
  private static final MapType ANY = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final String text;
  private final CelRuntime.Program program;

  private Rule(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /// Reads a rule.
  ///
  /// @throws UsageFailure where it is none
  public static Rule compile(String text) {
    try {
      Cel cel =
          CelFactory.legacyCelBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addCompilerLibraries(CelExtensions.strings())
              .addRuntimeLibraries(CelExtensions.strings())
              .addVar("predicate", SimpleType.DYN)
              .addVar("predicateType", SimpleType.STRING)
              .addVar("subject", SimpleType.DYN)
              .addVar("statement", ANY)
              .addVar("now", SimpleType.TIMESTAMP)
              .addVar("vulnerabilities", ListType.create(SimpleType.DYN))
              .build();
      return new Rule(text, cel.createProgram(cel.compile(text).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new UsageFailure(
          "cannot use the policy `" + text + "`: " + e.getMessage(),
          "a rule is an expression such as vulnerabilities == []");
    }
  }

  /// As it was written.
  public String text() {
    return text;
  }

  /// Whether a statement satisfies it.
  ///
  /// @return why not, or empty
  public String problem(Json statement) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("statement", value(statement));
    known.put("predicate", value(statement.at("predicate")));
    known.put("predicateType", statement.text("predicateType"));
    known.put("subject", value(statement.at("subject")));
    known.put("now", Instant.now());
    vulnerabilities(statement).ifPresent(found -> known.put("vulnerabilities", found));
    try {
      Object answer = program.eval(known);
      return Boolean.TRUE.equals(answer) ? "" : "it is " + answer;
    } catch (CelEvaluationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// All that a scan found, as Trivy's report has it; unknown where a statement has no such report,
  /// so that a rule about it does not hold there.
  private static Optional<Object> vulnerabilities(Json statement) {
    Json result = statement.at("predicate").at("scanner").at("result");
    boolean isScan =
        statement.text("predicateType").equals(PredicateTypes.uri("vuln"))
            && result.at("Results") instanceof Json.Arr;
    if (!isScan) {
      return Optional.empty();
    }
    List<Object> found = new ArrayList<>();
    for (Json one : result.at("Results").items()) {
      one.at("Vulnerabilities").items().forEach(item -> found.add(value(item)));
    }
    return Optional.of(found);
  }

  private static Object value(Json json) {
    return switch (json) {
      case Json.Obj obj -> {
        Map<String, Object> members = new LinkedHashMap<>();
        obj.members().forEach((name, value) -> members.put(name, value(value)));
        yield members;
      }
      case Json.Arr arr -> {
        List<Object> items = new ArrayList<>();
        arr.items().forEach(item -> items.add(value(item)));
        yield items;
      }
      case Json.Str str -> str.value();
      case Json.Num num ->
          json.whole().<Object>map(n -> n).orElseGet(() -> Double.parseDouble(num.literal()));
      case Json.Bool bool -> bool.value();
      case Json.Null _ -> dev.cel.common.values.NullValue.NULL_VALUE;
    };
  }
}

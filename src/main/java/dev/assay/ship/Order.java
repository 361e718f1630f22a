package dev.assay.ship;

import dev.assay.model.PlatformChoice;
import dev.assay.registry.artifact.ImageCopy;
import dev.assay.report.ReportOptions;
import dev.assay.sbom.BillFormat;
import dev.assay.sign.policy.Rule;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What is to be shipped, and what must hold first.
///
/// @param source the image, by the name the user gave it
/// @param target where it goes, with the tag it gets there
/// @param platform of the one image of an index that goes; empty for all that is named
/// @param bills the formats of the bills of materials, in JSON
/// @param rules over the statement about the scan
/// @param refusal the exit code where a rule does not hold
/// @param signing who signs, asked when the gate is passed; empty where nobody does
/// @param annotations to be signed along
/// @param isRehearsal whether nothing is written
/// @param options of the reports that are attached
/// @param environment names the job that ships
/// @param clock says when
public record Order(
    ImageCopy.Side source,
    ImageCopy.Side target,
    Optional<PlatformChoice> platform,
    List<BillFormat> bills,
    List<Rule> rules,
    int refusal,
    Optional<Supplier<Signatory>> signing,
    Map<String, String> annotations,
    boolean isRehearsal,
    ReportOptions options,
    Map<String, String> environment,
    InstantSource clock) {
  public Order {
    bills = List.copyOf(bills);
    rules = List.copyOf(rules);
    annotations = Map.copyOf(annotations);
    environment = Map.copyOf(environment);
  }
}

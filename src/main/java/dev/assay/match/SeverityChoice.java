package dev.assay.match;

import dev.assay.failure.UsageFailure;
import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whose severity counts, as Trivy's `--vuln-severity-source` tells it.
///
/// @param sources ids of data sources in order of preference; `auto` stands for the choice by
///   ecosystem
public record SeverityChoice(List<String> sources) {
  private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /// The choice by ecosystem alone.
  public static final SeverityChoice AUTO = new SeverityChoice(List.of("auto"));

  /// Who is asked after the deciding source, GitHub and NVD have no opinion.
  private static final List<String> LATER = List.of("redhat", "ubuntu", "debian", "amazon", "alma");

  public SeverityChoice {
    sources = List.copyOf(sources);
    for (String source : sources) {
      if (!SOURCE.matcher(source).matches()) {
        throw new UsageFailure(
            "cannot use `" + source + "` as a source of severities",
            "name data sources such as nvd, ghsa, debian, or auto");
      }
    }
  }

  /// A severity and whose it is.
  ///
  /// @param source a data source's id, or empty
  record Chosen(Severity severity, String source) {
    private static final Chosen NONE = new Chosen(Severity.UNKNOWN, "");
  }

  /// Chooses for one finding.
  ///
  /// @param holding the advisories that hold, the deciding one first
  Chosen choose(List<Advisory> holding, Vulnerability vulnerability, Ecosystem ecosystem) {
    for (String source : sources) {
      Optional<Chosen> chosen =
          source.equals("auto")
              ? automatic(holding, vulnerability, ecosystem)
              : rated(vulnerability, source);
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
    return Chosen.NONE;
  }

  private static Optional<Chosen> automatic(
      List<Advisory> holding, Vulnerability vulnerability, Ecosystem ecosystem) {
    String decider = holding.getFirst().source().id();
    for (Advisory advisory : holding) {
      if (advisory.severity() != Severity.UNKNOWN && advisory.source().id().equals(decider)) {
        return Optional.of(new Chosen(advisory.severity(), decider));
      }
    }
    return order(decider, vulnerability, ecosystem).stream()
        .flatMap(source -> rated(vulnerability, source).stream())
        .findFirst();
  }

  private static List<String> order(
      String decider, Vulnerability vulnerability, Ecosystem ecosystem) {
    List<String> order = new ArrayList<>(List.of(decider));
    if (Standing.isLanguage(ecosystem) || vulnerability.id().startsWith("GHSA-")) {
      order.add("ghsa");
    }
    order.add("nvd");
    order.addAll(LATER);
    vulnerability.ratings().forEach(rating -> order.add(rating.source()));
    return order;
  }

  private static Optional<Chosen> rated(Vulnerability vulnerability, String source) {
    for (Rating rating : vulnerability.ratings()) {
      if (rating.source().equals(source) && rating.severity() != Severity.UNKNOWN) {
        return Optional.of(new Chosen(rating.severity(), source));
      }
    }
    return Optional.empty();
  }
}

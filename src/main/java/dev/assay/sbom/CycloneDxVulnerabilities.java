package dev.assay.sbom;

import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.Cvss;
import dev.assay.model.Finding;
import dev.assay.model.Placed;
import dev.assay.model.Rating;
import dev.assay.model.Vulnerability;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The vulnerabilities of a CycloneDX document: each once, with the components that it affects.
///
/// Source: <https://cyclonedx.org/docs/1.6/json/#vulnerabilities>
final class CycloneDxVulnerabilities {
  private final BillFormat format;
  private final References references;
  private final Map<Placed, Integer> places = new HashMap<>();
  private final TreeMap<String, List<Finding>> byId = new TreeMap<>();

  CycloneDxVulnerabilities(Bill bill, BillFormat format, References references) {
    this.format = format;
    this.references = references;
    List<Placed> components = bill.inventory().components();
    for (int i = 0; i < components.size(); i++) {
      places.putIfAbsent(components.get(i), i);
    }
    for (Finding finding : bill.findings()) {
      byId.computeIfAbsent(finding.vulnerability().id(), id -> new ArrayList<>()).add(finding);
    }
  }

  void each(Consumer<Json> each) {
    byId.values().forEach(findings -> each.accept(vulnerability(findings)));
  }

  private Json vulnerability(List<Finding> findings) {
    Finding first = findings.getFirst();
    Vulnerability known = first.vulnerability();
    return new Members()
        .put("id", Plain.shown(known.id()))
        .any("source", source(first))
        .any("ratings", ratings(first))
        .any("cwes", cwes(known))
        .any("description", description(known))
        .any("recommendation", recommendation(findings))
        .any("advisories", addresses(known))
        .any("published", known.published().map(CycloneDxVulnerabilities::time).orElse(""))
        .any("updated", known.modified().map(CycloneDxVulnerabilities::time).orElse(""))
        .any("affects", affects(findings))
        .any("properties", properties(known))
        .build();
  }

  private static Json.Obj source(Finding finding) {
    Optional<Advisory> deciding = finding.advisories().stream().findFirst();
    return new Members()
        .any("name", deciding.map(advisory -> Plain.shown(advisory.source().id())).orElse(""))
        .any(
            "url",
            deciding
                .map(a -> a.source().url())
                .filter(CycloneDxVulnerabilities::isAddress)
                .orElse(""))
        .build();
  }

  /// The severity that counts, then what each source says.
  private List<Json> ratings(Finding finding) {
    List<Json> ratings = new ArrayList<>();
    ratings.add(
        new Members()
            .any("source", named(finding.severitySource()))
            .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
            .build());
    for (Rating rating : finding.vulnerability().ratings()) {
      for (Cvss cvss : rating.vectors()) {
        Members one = new Members().any("source", named(rating.source()));
        if (cvss.score() > 0 && cvss.score() <= 10) {
          one.put("score", new Json.Num(Double.toString(cvss.score())));
        }
        ratings.add(
            one.put("severity", rating.severity().name().toLowerCase(Locale.ROOT))
                .put("method", method(cvss.version()))
                .any("vector", Plain.shown(cvss.vector()))
                .build());
      }
    }
    return ratings;
  }

  private static Json.Obj named(String source) {
    return new Members().any("name", Plain.shown(source)).build();
  }

  private String method(String version) {
    return switch (version) {
      case "2.0" -> "CVSSv2";
      case "3.0" -> "CVSSv3";
      case "3.1" -> "CVSSv31";
      case "4.0" -> format.isSince("1.5") ? "CVSSv4" : "other";
      default -> "other";
    };
  }

  private static List<Json> cwes(Vulnerability known) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String id : known.cweIds()) {
      if (id.matches("CWE-[1-9][0-9]{0,6}")) {
        numbers.add(Integer.valueOf(id.substring("CWE-".length())));
      }
    }
    return numbers.stream().map(number -> (Json) new Json.Num(number.toString())).toList();
  }

  private static String description(Vulnerability known) {
    return (known.description().isBlank() ? known.title() : known.description()).strip();
  }

  private static String recommendation(List<Finding> findings) {
    TreeSet<String> upgrades = new TreeSet<>();
    for (Finding finding : findings) {
      if (finding.isFixed()) {
        upgrades.add(
            "Upgrade "
                + Plain.shown(finding.placed().component().name())
                + " to version "
                + Plain.shown(finding.fixedVersion()));
      }
    }
    return String.join("; ", upgrades);
  }

  private static List<Json> addresses(Vulnerability known) {
    return known.references().stream()
        .filter(CycloneDxVulnerabilities::isAddress)
        .distinct()
        .map(address -> (Json) new Members().put("url", address).build())
        .toList();
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return text.startsWith("http") && address.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String time(Instant when) {
    Instant seconds = when.truncatedTo(ChronoUnit.SECONDS);
    return seconds.toString().matches("[0-9]{4}-.*") ? seconds.toString() : "";
  }

  private List<Json> affects(List<Finding> findings) {
    Map<String, Json> affected = new TreeMap<>();
    for (Finding finding : findings) {
      Integer place = places.get(finding.placed());
      if (place != null) {
        affected.put(references.name(place), affected(references.name(place), finding));
      }
    }
    return List.copyOf(affected.values());
  }

  private static Json affected(String reference, Finding finding) {
    String version = CycloneDxComponents.version(finding.placed().component().version());
    Json one = new Members().any("version", version).put("status", "affected").build();
    return new Members()
        .put("ref", reference)
        .any("versions", version.isEmpty() ? List.of() : List.of(one))
        .build();
  }

  private static List<Json> properties(Vulnerability known) {
    List<Json> properties = new ArrayList<>();
    known
        .aliases()
        .forEach(
            alias -> properties.add(CycloneDxBill.property("assay:alias", Plain.shown(alias))));
    known
        .epss()
        .ifPresent(
            epss -> properties.add(CycloneDxBill.property("assay:epss", Double.toString(epss))));
    if (!known.exploitedSince().isEmpty()) {
      properties.add(
          CycloneDxBill.property("assay:exploited-since", Plain.shown(known.exploitedSince())));
    }
    return properties;
  }
}

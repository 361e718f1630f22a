package dev.assay.advisory.feed.system;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.xml.XmlWalk;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Azure Linux and CBL-Mariner in OVAL: an XML file for each release, which its name tells.
///
/// Source: <https://github.com/microsoft/AzureLinuxVulnerabilityData>,
/// <https://oval.mitre.org/language/version5.11/>
public final class AzureOval implements Feed {
  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?(azurelinux|cbl-mariner)-([0-9]+\\.[0-9]+)-oval\\.xml(?:\\.gz)?");

  @Override
  public Facts facts() {
    return new Facts(
        "azure",
        "Azure Linux and CBL-Mariner packages",
        "MIT",
        List.of(
            "https://github.com/microsoft/AzureLinuxVulnerabilityData/archive/refs/heads/main.tar.gz"),
        DataSources.AZURE);
  }

  @Override
  public boolean wants(String file) {
    return FILE.matcher(file).matches() || file.contains(".tar") || file.endsWith(".zip");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    int[] read = {0};
    input.forEach((name, content) -> {
      Matcher file = FILE.matcher(name);
      if (!file.matches()) {
        return;
      }
      read[0]++;
      var oval = new Definitions(new Ecosystem(file.group(1), file.group(2)), name, sink);
      try {
        oval.read(content);
      } catch (InputFailure e) {
        sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      }
    });
    if (read[0] == 0) {
      sink.gap(new Gap("", 0, "no file is called like azurelinux-3.0-oval.xml"));
    }
  }

  /// One OVAL file as Microsoft writes it: first definitions, then what they refer to.
  ///
  /// A definition: `reference` (the CVE), `severity`, `patchable`, `advisory_date`, and a
  /// `criterion` that names a test. A test names an object, which has a package's name, and a
  /// state, which has a version and how to compare with it: `less than` the fix, or `less than or
  /// equal` to the last version where there is no fix. `patchable` says `true`, `false`, or `Not
  /// Applicable` for what "either no longer is or was never applicable": then the package is not
  /// affected.
  private static final class Definitions implements XmlWalk.Visitor {
    private static final int MAX_DEFINITIONS = 1_000_000;

    private final Ecosystem ecosystem;
    private final String file;
    private final FeedSink sink;
    private final List<Definition> definitions = new ArrayList<>();
    private final Map<String, String> objectOfTest = new HashMap<>();
    private final Map<String, String> stateOfTest = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, State> states = new HashMap<>();
    private Definition current = new Definition();
    private String id = "";
    private String operation = "";

    private record State(String operation, String version) {}

    private static final class Definition {
      private final List<String> tests = new ArrayList<>();
      private final Map<String, String> texts = new HashMap<>();

      private String text(String name) {
        return texts.getOrDefault(name, "");
      }
    }

    Definitions(Ecosystem ecosystem, String file, FeedSink sink) {
      this.ecosystem = ecosystem;
      this.file = file;
      this.sink = sink;
    }

    void read(InputStream content) throws IOException {
      XmlWalk.read(content, this);
      for (Definition each : definitions) {
        sink.record(Words.time(each.text("advisory_date")));
        give(each);
      }
    }

    @Override
    public void begins(String name, XmlWalk.Attributes attributes) {
      switch (name) {
        case "definition" -> {
          current = new Definition();
          current.texts.put("id", attributes.get("id"));
        }
        case "reference" -> {
          current.texts.putIfAbsent("ref_id", attributes.get("ref_id"));
          current.texts.putIfAbsent("ref_url", attributes.get("ref_url"));
        }
        case "criterion" -> current.tests.add(attributes.get("test_ref"));
        case "rpminfo_test", "rpminfo_object", "rpminfo_state" -> id = attributes.get("id");
        case "object" -> objectOfTest.putIfAbsent(id, attributes.get("object_ref"));
        case "state" -> stateOfTest.putIfAbsent(id, attributes.get("state_ref"));
        case "evr" -> operation = attributes.get("operation");
        default -> {}
      }
    }

    @Override
    public void ends(String name, String text) {
      switch (name) {
        case "title", "patchable", "advisory_date", "severity", "description" ->
            current.texts.put(name, text);
        case "definition" -> {
          if (definitions.size() < MAX_DEFINITIONS) {
            definitions.add(current);
          } else if (definitions.size() == MAX_DEFINITIONS) {
            sink.gap(new Gap(file, 0, "more than " + MAX_DEFINITIONS + " definitions"));
          }
        }
        case "name" -> names.put(id, text);
        case "evr" -> states.put(id, new State(operation, text));
        default -> {}
      }
    }

    private void give(Definition definition) throws IOException {
      String cve = definition.text("ref_id");
      if (cve.isEmpty() || definition.tests.isEmpty()) {
        sink.gap(new Gap(file, 0, definition.text("id") + " has no CVE or no test"));
        return;
      }
      boolean isGiven = false;
      for (String test : definition.tests) {
        Optional<Advisory> advisory = advisory(cve, definition, test);
        if (advisory.isPresent()) {
          sink.advisory(ecosystem, advisory.get());
          isGiven = true;
        }
      }
      if (isGiven) {
        sink.details(new Ecosystem(ecosystem.name(), ""), details(cve, definition));
      }
    }

    private Optional<Advisory> advisory(String cve, Definition definition, String test) {
      String name = names.getOrDefault(objectOfTest.getOrDefault(test, ""), "");
      State state = states.getOrDefault(stateOfTest.getOrDefault(test, ""), new State("", ""));
      Optional<AffectedRange> range = range(state);
      if (name.isEmpty() || range.isEmpty()) {
        sink.gap(
            new Gap(file, 0, definition.text("id") + " has a test without package or version"));
        return Optional.empty();
      }
      boolean isAffected = !definition.text("patchable").equalsIgnoreCase("not applicable");
      return Optional.of(
          new Advisory(
              cve,
              List.of(),
              List.of(),
              DataSources.AZURE,
              name,
              isAffected ? List.of(range.get()) : List.of(),
              List.of(),
              isAffected ? status(range.get()) : Status.NOT_AFFECTED,
              Words.severity(definition.text("severity")),
              isAffected ? "" : "no longer or never applicable"));
    }

    private static Status status(AffectedRange range) {
      return range.fixed().isEmpty() ? Status.AFFECTED : Status.FIXED;
    }

    private static Optional<AffectedRange> range(State state) {
      if (state.version().isEmpty()) {
        return Optional.empty();
      }
      return switch (state.operation()) {
        case "less than" -> Optional.of(AffectedRange.before(state.version()));
        case "less than or equal" -> Optional.of(new AffectedRange("", "", state.version()));
        default -> Optional.empty();
      };
    }

    private Details details(String cve, Definition definition) {
      Severity severity = Words.severity(definition.text("severity"));
      Vulnerability vulnerability =
          new Vulnerability(
              cve,
              List.of(),
              Words.line(definition.text("title")),
              definition.text("description"),
              Words.addresses(List.of(definition.text("ref_url"))),
              List.of(),
              severity == Severity.UNKNOWN
                  ? List.of()
                  : List.of(new Rating(DataSources.AZURE.id(), severity, List.of())),
              Optional.empty(),
              Words.time(definition.text("advisory_date")),
              "",
              Optional.empty());
      return new Details(DataSources.AZURE, vulnerability, List.of());
    }
  }
}

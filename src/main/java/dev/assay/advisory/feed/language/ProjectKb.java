package dev.assay.advisory.feed.language;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.PackageReport;
import dev.assay.advisory.feed.PackageReport.Affected;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Purl;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Open-source components by SAP, a `statement.yaml` for each vulnerability: `artifacts` lists
/// package URLs, version by version, that are affected or not. Where a person and a program judged
/// one differently, the person counts.
///
/// Source: <https://github.com/SAP/project-kb/tree/vulnerability-data>
public final class ProjectKb implements Feed {
  private static final Ecosystem MAVEN = new Ecosystem("maven", "");
  private static final Pattern FILE = Pattern.compile("(?:.*/)?statement\\.ya?ml");

  @Override
  public Facts facts() {
    return new Facts(
        "project-kb",
        "Maven packages, by SAP",
        "Apache-2.0",
        List.of("https://github.com/SAP/project-kb/archive/refs/heads/vulnerability-data.tar.gz"),
        DataSources.PROJECT_KB);
  }

  @Override
  public boolean wants(String file) {
    return FILE.matcher(file).matches() || Documents.isArchive(file);
  }

  @Override
  public boolean wantsInstead(String file) {
    return Documents.isConverted(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    new Documents(DataSources.PROJECT_KB, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, statement) -> statement(statement, sink));
  }

  private static void statement(Json json, FeedSink sink) throws IOException {
    sink.record(Optional.empty());
    String id = json.text("vulnerability_id");
    if (id.isEmpty()) {
      throw new InputFailure("it has no `vulnerability_id`");
    }
    List<Affected> affected = new ArrayList<>();
    packages(json, sink)
        .forEach((name, versions) ->
            affected.add(new Affected(MAVEN, name, List.of(), List.copyOf(versions))));
    if (affected.isEmpty()) {
      sink.skip("no affected version");
    }
    new PackageReport(DataSources.PROJECT_KB, vulnerability(id, json)).tell(affected, sink);
  }

  /// The affected versions of each package.
  private static Map<String, List<String>> packages(Json json, FeedSink sink) {
    Map<String, Json> judged = new LinkedHashMap<>();
    for (Json artifact : json.at("artifacts").items()) {
      judged.merge(artifact.text("id"), artifact, (old, next) -> isByPerson(old) ? old : next);
    }
    Map<String, List<String>> packages = new TreeMap<>();
    for (Json artifact : judged.values()) {
      if (!artifact.at("affected").isTrue()) {
        continue;
      }
      Purl purl = Purl.parse(artifact.text("id"));
      if (!purl.type().equals("maven") || purl.version().isEmpty()) {
        sink.skip("no version of Maven's: " + purl.type());
      } else {
        packages
            .computeIfAbsent(purl.namespace() + ":" + purl.name(), name -> new ArrayList<>())
            .add(purl.version());
      }
    }
    return packages;
  }

  private static boolean isByPerson(Json artifact) {
    return artifact.text("reason").startsWith("Reviewed manually");
  }

  private static Vulnerability vulnerability(String id, Json json) {
    List<String> texts = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (Json note : json.at("notes").items()) {
      texts.add(note.text("text"));
      links.addAll(note.texts("links"));
    }
    return new VulnerabilityBuilder(id)
        .aliases(json.texts("aliases"))
        .description(String.join("\n", texts))
        .references(links)
        .build();
  }
}

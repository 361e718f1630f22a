package dev.assay.advisory.feed.system;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Words;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.RedHatProduct;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which products the repositories of Red Hat's packages belong to: under `data`, by the
/// repository's id, `cpes`. An image names the repositories that its packages came from; this tells
/// which advisories speak of them.
///
/// It is kept among what is told about vulnerabilities of the family `redhat`, under the
/// repository's id, with the CPEs as references: those come along with the advisories of any
/// stream.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/scanning/>
public final class RedHatRepositories implements Feed {
  private static final int MAX_ID = 200;

  @Override
  public Facts facts() {
    return new Facts(
        "redhat-repositories",
        "which of Red Hat's products each of its repositories is part of",
        "CC-BY-4.0",
        List.of("https://security.access.redhat.com/data/metrics/repository-to-cpe.json"),
        DataSources.REDHAT);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    new Documents(DataSources.REDHAT, sink)
        .forEach(
            input,
            file -> file.endsWith(".json"),
            (file, document) -> {
              if (isMapping(document)) {
                read(file, document, sink);
              } else {
                sink.skip("files without repositories");
              }
            });
  }

  /// Whether a document is of this form.
  static boolean isMapping(Json document) {
    Map<String, Json> data = document.at("data").members();
    return document.at("document").isNull()
        && !data.isEmpty()
        && data.values().iterator().next().at("cpes") instanceof Json.Arr;
  }

  static void read(String file, Json document, FeedSink sink) throws IOException {
    for (Map.Entry<String, Json> each : document.at("data").members().entrySet()) {
      String id = each.getKey();
      sink.record(Optional.empty());
      List<String> cpes =
          each.getValue().texts("cpes").stream()
              .filter(cpe -> RedHatProduct.parse(cpe).isPresent())
              .distinct()
              .sorted()
              .toList();
      if (id.isEmpty()
          || id.length() > MAX_ID
          || !(each.getValue().at("cpes") instanceof Json.Arr)) {
        sink.gap(new Gap(file, 0, "`" + Words.shown(id) + "` is no repository with CPEs"));
      } else if (cpes.isEmpty()) {
        sink.skip("repositories without a product of Red Hat's");
      } else {
        sink.details(new Ecosystem("redhat", ""), Details.of(DataSources.REDHAT, entry(id, cpes)));
      }
    }
  }

  private static Vulnerability entry(String id, List<String> cpes) {
    return new Vulnerability(
        id,
        List.of(),
        "",
        "",
        cpes,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }
}

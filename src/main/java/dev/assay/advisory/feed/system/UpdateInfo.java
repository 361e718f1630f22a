package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.advisory.feed.system.RpmNotice.Fixed;
import dev.assay.format.xml.XmlWalk;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The notices of an rpm repository, `updateinfo.xml`: `update`, each with `id`, `title`,
/// `severity`, `reference`s (those of type `cve` name what it fixes) and the `package`s it ships. A
/// `module` of a collection is the stream that its packages belong to.
///
/// Source: <https://github.com/openSUSE/libsolv/blob/master/ext/repo_updateinfoxml.c>
final class UpdateInfo implements XmlWalk.Visitor {
  private static final int MAX_ENTRIES = 20_000;

  private final DataSource source;
  private final Function<String, Optional<Ecosystem>> releases;
  private final FeedSink sink;
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> cves = new LinkedHashSet<>();
  private final List<String> references = new ArrayList<>();
  private final List<String[]> packages = new ArrayList<>();
  private String type = "";
  private String module = "";
  private boolean isInPackages;

  /// @param releases where the packages of a notice belong, by its id; empty to leave it out
  UpdateInfo(DataSource source, Function<String, Optional<Ecosystem>> releases, FeedSink sink) {
    this.source = source;
    this.releases = releases;
    this.sink = sink;
  }

  void read(InputStream content) throws IOException {
    XmlWalk.read(content, this);
  }

  @Override
  public void begins(String name, XmlWalk.Attributes attributes) {
    switch (name) {
      case "update" -> {
        clear();
        type = attributes.get("type");
      }
      case "issued", "updated" -> texts.put(name, attributes.get("date"));
      case "reference" -> {
        if (references.size() < MAX_ENTRIES) {
          references.add(attributes.get("href"));
        }
        if (Words.isCve(attributes.get("id")) && cves.size() < MAX_ENTRIES) {
          cves.add(attributes.get("id"));
        }
      }
      case "pkglist" -> isInPackages = true;
      case "collection" -> module = "";
      case "module" -> module = attributes.get("name") + ":" + attributes.get("stream");
      case "package" -> {
        String epoch = attributes.get("epoch");
        String evr = attributes.get("version") + "-" + attributes.get("release");
        if (packages.size() < MAX_ENTRIES) {
          packages.add(
              new String[] {
                attributes.get("name"),
                epoch.isEmpty() || epoch.equals("0") ? evr : epoch + ":" + evr,
                attributes.get("arch"),
                module
              });
        }
      }
      default -> {}
    }
  }

  private void clear() {
    texts.clear();
    cves.clear();
    references.clear();
    packages.clear();
    module = "";
    isInPackages = false;
  }

  @Override
  public void ends(String name, String text) throws IOException {
    switch (name) {
      case "id", "title", "severity", "description", "summary" -> {
        if (!isInPackages) {
          texts.putIfAbsent(name, text);
        }
      }
      case "update" -> notice();
      default -> {}
    }
  }

  private void notice() throws IOException {
    String id = texts.getOrDefault("id", "");
    sink.record(time("updated").or(() -> time("issued")));
    if (id.isEmpty()) {
      sink.gap(new Gap("updateinfo.xml", 0, "a notice has no id"));
      return;
    }
    if (!type.equals("security") && cves.isEmpty()) {
      sink.skip("notices without a vulnerability");
      return;
    }
    Optional<Ecosystem> release = releases.apply(id);
    if (release.isPresent()) {
      List<Fixed> fixed =
          packages.stream()
              .filter(each -> !each[0].isEmpty() && !each[2].equals("src"))
              .map(each -> new Fixed(release.get(), each[0], each[1], each[3]))
              .toList();
      new RpmNotice(source, words(id), cves, fixed).give(sink);
    }
  }

  private Vulnerability words(String id) {
    return new VulnerabilityBuilder(id)
        .title(texts.getOrDefault("title", ""))
        .description(texts.getOrDefault("description", ""))
        .references(references)
        .rating(
            Ratings.of(source.id(), List.of(), Words.severity(texts.getOrDefault("severity", ""))))
        .published(time("issued"))
        .modified(time("updated"))
        .build();
  }

  /// `2021-07-08 20:13` or `2021-07-08`.
  private Optional<Instant> time(String name) {
    String text = texts.getOrDefault(name, "");
    return Words.time(text.length() > 10 ? text.substring(0, 10) : text);
  }
}

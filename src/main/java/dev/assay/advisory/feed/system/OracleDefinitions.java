package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.advisory.feed.system.RpmNotice.Fixed;
import dev.assay.format.xml.XmlWalk;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The definitions of Oracle's OVAL: one for each notice. Its `criteria` are nested; the comments
/// of its `criterion`s say in words what the tests say by reference: `Oracle Linux 8 is installed`,
/// `Module nodejs:12 is enabled`, `bind-libs is earlier than 30:9.3.3-8.el5`. A comment about the
/// release or a module holds for all in the same `criteria` and in those inside.
final class OracleDefinitions implements XmlWalk.Visitor {
  private static final Pattern INSTALLED = Pattern.compile("Oracle Linux ([0-9]+) is installed");
  private static final Pattern ENABLED = Pattern.compile("Module (\\S+:\\S+) is enabled");
  private static final Pattern EARLIER = Pattern.compile("(\\S+) is earlier than (\\S+)");
  private static final Pattern TITLE =
      Pattern.compile("(ELSA-[0-9]{4}-[0-9]+(?:-[0-9]+)?):\\s*(.*)", Pattern.DOTALL);
  private static final int MAX_PACKAGES = 20_000;

  private final String file;
  private final FeedSink sink;
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> cves = new LinkedHashSet<>();
  private final List<String> references = new ArrayList<>();
  private final List<Shipped> shipped = new ArrayList<>();
  private final Deque<Criteria> open = new ArrayDeque<>();

  /// What holds for all inside of a `criteria`; empty where nothing is said.
  private static final class Criteria {
    private final Optional<Criteria> outer;
    private String release = "";
    private String module = "";

    Criteria(Optional<Criteria> outer) {
      this.outer = outer;
    }

    String release() {
      return release.isEmpty() ? outer.map(Criteria::release).orElse("") : release;
    }

    String module() {
      return module.isEmpty() ? outer.map(Criteria::module).orElse("") : module;
    }
  }

  private record Shipped(Criteria criteria, String name, String evr) {}

  OracleDefinitions(String file, FeedSink sink) {
    this.file = file;
    this.sink = sink;
  }

  void read(InputStream content) throws IOException {
    XmlWalk.read(content, this);
  }

  @Override
  public void begins(String name, XmlWalk.Attributes attributes) {
    switch (name) {
      case "definition" -> {
        texts.clear();
        cves.clear();
        references.clear();
        shipped.clear();
        open.clear();
      }
      case "reference" -> {
        if (references.size() < MAX_PACKAGES) {
          references.add(attributes.get("ref_url"));
        }
        cve(attributes.get("ref_id"));
      }
      case "issued" -> texts.put("issued", attributes.get("date"));
      case "criteria" -> open.push(new Criteria(Optional.ofNullable(open.peek())));
      case "criterion" -> criterion(attributes.get("comment"));
      default -> {}
    }
  }

  private void cve(String id) {
    if (Words.isCve(id) && cves.size() < MAX_PACKAGES) {
      cves.add(id);
    }
  }

  private void criterion(String comment) {
    Criteria inner = open.peek();
    Matcher installed = INSTALLED.matcher(comment);
    Matcher enabled = ENABLED.matcher(comment);
    Matcher earlier = EARLIER.matcher(comment);
    if (inner == null) {
      return;
    }
    if (installed.matches()) {
      inner.release = installed.group(1);
    } else if (enabled.matches()) {
      inner.module = enabled.group(1);
    } else if (earlier.matches() && shipped.size() < MAX_PACKAGES) {
      shipped.add(new Shipped(inner, earlier.group(1), earlier.group(2)));
    }
  }

  @Override
  public void ends(String name, String text) throws IOException {
    switch (name) {
      case "title", "description", "severity" -> texts.putIfAbsent(name, text);
      case "cve" -> cve(text);
      case "criteria" -> open.poll();
      case "definition" -> notice();
      default -> {}
    }
  }

  private void notice() throws IOException {
    Optional<Instant> issued = Words.time(texts.getOrDefault("issued", ""));
    sink.record(issued);
    Matcher title = TITLE.matcher(texts.getOrDefault("title", ""));
    if (!title.matches()) {
      sink.gap(
          new Gap(file, 0, "`" + Words.shown(texts.getOrDefault("title", "")) + "` is no notice"));
      return;
    }
    if (cves.isEmpty()) {
      sink.skip("notices without a vulnerability");
      return;
    }
    List<Fixed> fixed = new ArrayList<>();
    for (Shipped each : shipped) {
      String release = each.criteria().release();
      if (release.isEmpty()) {
        sink.gap(new Gap(file, 0, title.group(1) + " names no release"));
        return;
      }
      fixed.add(
          new Fixed(
              new Ecosystem("oracle", release), each.name(), each.evr(), each.criteria().module()));
    }
    new RpmNotice(DataSources.ORACLE, words(title, issued), cves, fixed).give(sink);
  }

  private Vulnerability words(Matcher title, Optional<Instant> issued) {
    return new VulnerabilityBuilder(title.group(1))
        .title(title.group(2))
        .description(texts.getOrDefault("description", ""))
        .references(references)
        .rating(
            Ratings.of(
                DataSources.ORACLE.id(),
                List.of(),
                Words.severity(texts.getOrDefault("severity", ""))))
        .published(issued)
        .modified(issued)
        .build();
  }
}

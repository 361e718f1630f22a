package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The repositories that the packages of a Red Hat image came from, which its build system writes
/// into the image: `content_sets` lists their ids. Beside it may be the image's labels, of which
/// `cpe` names the product.
///
/// A build writes one such file into the layer that it makes; those of the images below stay.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/scanning/>
public final class ContentSetsAnalyzer implements Analyzer {
  private static final List<String> FOLDERS =
      List.of(
          "root/buildinfo/content_manifests/",
          "root/buildinfo/",
          "usr/share/buildinfo/content_manifests/",
          "usr/share/buildinfo/");

  private static final String SETS = "content_sets";
  private static final String PRODUCT = "cpe";

  /// Each is told of with each package; real images name some twenty.
  private static final int MAX_SETS = 1_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+:/-]{0,199}");

  @Override
  public String name() {
    return "redhat-content-sets";
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.endsWith(".json")
        && path.contains("/buildinfo/")
        && FOLDERS.stream().anyMatch(folder -> folder.length() == name && path.startsWith(folder));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var named = new Named(found);
    try {
      JsonWalk.walk(content, path, named);
    } catch (InputFailure e) {
      found.gap(0, String.valueOf(e.getMessage()));
    }
    named.finish();
  }

  /// Takes the two members that count; of an image that was built from many sources, each of them
  /// stands beside those, so that the whole may be large.
  private static final class Named implements JsonWalk.Visitor {
    private final Found found;
    private final Set<String> sets = new LinkedHashSet<>();
    private String product = "";
    private boolean isCut;

    Named(Found found) {
      this.found = found;
    }

    @Override
    public JsonWalk.Step step(String path) {
      return path.equals(SETS) || path.equals(PRODUCT) ? JsonWalk.Step.TEXTS : JsonWalk.Step.SKIP;
    }

    @Override
    public void take(String path, Json value) {
      String id = value.text();
      if (!ID.matcher(id).matches()) {
        return;
      }
      if (path.equals(PRODUCT)) {
        product = id.startsWith("cpe:/") ? id : product;
      } else if (sets.size() < MAX_SETS || sets.contains(id)) {
        sets.add(id);
      } else {
        isCut = true;
      }
    }

    void finish() {
      sets.forEach(found::repository);
      if (!product.isEmpty()) {
        found.repository(product);
      }
      if (isCut) {
        found.gap(0, "more than " + MAX_SETS + " content sets, the rest is left out");
      }
    }
  }
}

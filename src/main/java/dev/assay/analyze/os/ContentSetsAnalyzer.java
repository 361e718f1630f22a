package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

  /// One of an image that was built from many sources lists each of them.
  private static final int MAX_BYTES = 32 << 20;

  private static final int MAX_SETS = 10_000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+:/-]{0,199}");

  @Override
  public String name() {
    return "redhat-content-sets";
  }

  @Override
  public int rulesVersion() {
    return 1;
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
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      found.gap(0, "more than " + MAX_BYTES + " bytes: its content sets are not known");
      return;
    }
    Json document;
    try {
      document = Json.parse(bytes, path);
    } catch (InputFailure e) {
      found.gap(0, String.valueOf(e.getMessage()));
      return;
    }
    List<String> sets = document.texts("content_sets");
    sets.stream()
        .filter(ID.asMatchPredicate())
        .limit(MAX_SETS)
        .distinct()
        .forEach(found::repository);
    String product = document.text("cpe");
    if (product.startsWith("cpe:/") && ID.matcher(product).matches()) {
      found.repository(product);
    }
    if (sets.size() > MAX_SETS) {
      found.gap(0, "more than " + MAX_SETS + " content sets, the rest is left out");
    }
  }
}

package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// What Bottlerocket was built from: it has rpm packages and no database of them, but an inventory,
/// `Content` with `Name`, `Epoch`, `Version`, `Release` and `Architecture` of each.
///
/// Source: <https://github.com/bottlerocket-os/twoliter/blob/develop/twoliter/embedded/rpm2img>
public final class BottlerocketAnalyzer implements Analyzer {
  private static final String FILE = "usr/share/bottlerocket/application-inventory.json";
  private static final int MAX_BYTES = 16 << 20;

  @Override
  public String name() {
    return "bottlerocket-inventory";
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
    return path.endsWith(FILE)
        && (path.length() == FILE.length()
            || path.endsWith("-bottlerocket-linux-gnu/sys-root/" + FILE));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      found.gap(0, "longer than " + MAX_BYTES + " bytes");
      return;
    }
    try {
      for (Json item : Json.parseBounded(bytes, "inventory").at("Content").items()) {
        add(item, found);
      }
    } catch (InputFailure e) {
      found.gap(0, "not valid JSON");
    }
  }

  private void add(Json item, Found found) {
    String name = item.text("Name");
    String version = item.text("Version");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(0, "a package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    String epoch = item.text("Epoch");
    String release = item.text("Release");
    String whole =
        (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
            + version
            + (release.isEmpty() ? "" : "-" + release);
    found.component(
        Component.of(PackageType.RPM, name(), name, whole)
            .architecture(item.text("Architecture"))
            .maintainer(item.text("Publisher"))
            .build());
  }
}

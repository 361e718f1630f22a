package dev.assay.analyze.binary;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tool kits that tell their version in a small file of their own: a Java home's `release`
/// (`JAVA_VERSION="21.0.2"`), the `VERSION` of Go's tools (`go1.22.3`).
///
/// Source: <https://openjdk.org/jeps/223>, <https://go.dev/doc/install/source>
public final class ReleaseFileAnalyzer implements Analyzer {
  private static final int MAX_BYTES = 64 << 10;
  private static final Pattern JAVA =
      Pattern.compile("(?m)^JAVA_VERSION=\"?([0-9][0-9A-Za-z._+-]*)\"?\\s*$");
  private static final Pattern JAVA_HOME = Pattern.compile("(?m)^(IMPLEMENTOR|JAVA_[A-Z_]+)=");
  private static final String GO_HOME = "usr/local/go/VERSION";
  private static final Pattern GO = Pattern.compile("^go([0-9][0-9A-Za-z.]*)(\\s|$)");

  @Override
  public String name() {
    return "release-file";
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
    return path.endsWith("go/VERSION") || (path.endsWith("/release") && !path.startsWith("etc/"));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    String text = new String(content.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    if (path.endsWith("VERSION")) {
      Optional<String> version = version(GO, text);
      version.ifPresent(v -> found.component(component("go", v, "golang", "golang:go")));
      if (version.isEmpty() && path.equals(GO_HOME)) {
        found.gap(1, "it names no version of Go");
      }
    } else {
      Optional<String> version = version(JAVA, text);
      version.ifPresent(v -> found.component(component("java", v, "", "oracle:openjdk")));
      if (version.isEmpty() && JAVA_HOME.matcher(text).find()) {
        found.gap(0, "a Java home's release without `JAVA_VERSION`");
      }
    }
  }

  private static Optional<String> version(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Component component(String name, String version, String bitnami, String cpe) {
    return Component.of(PackageType.GENERIC, "binary", name, version)
        .source(bitnami, "")
        .detail("cpe", "cpe:2.3:a:" + cpe + ":" + version + ":*:*:*:*:*:*:*")
        .detail("advisories", "bitnami")
        .build();
  }
}

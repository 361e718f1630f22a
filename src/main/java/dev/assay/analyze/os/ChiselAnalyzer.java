package dev.assay.analyze.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.text.Lines;
import dev.assay.format.zstd.Unzstd;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Packages of Ubuntu of which Chisel put parts into the image, from the manifest that it leaves
/// there instead of dpkg's database.
///
/// `manifest.wall` is zstd over a JSON object per line: a header that counts the lines, itself
/// among them, then `package` (name, version, arch, sha256), `slice`, `path` and `content`. Which
/// source a package is of is not in it; where `ChiselSources` does not have it either, that is a
/// gap: advisories speak of sources.
///
/// Source: <https://documentation.ubuntu.com/chisel/en/latest/reference/manifest>
public final class ChiselAnalyzer implements Analyzer {
  private static final String PLACE = "var/lib/chisel/manifest.wall";
  private static final String FILE = "manifest.wall";

  /// The longest line with a path is some ten thousand bytes; what is longer is dropped unread.
  private static final int MAX_LINE = 100_000;

  /// A whole Ubuntu has some hundred thousand paths.
  private static final long MAX_BYTES = 256L << 20;

  private static final int NAMED_IN_GAP = 5;

  @Override
  public String name() {
    return "chisel";
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
            || path.charAt(path.length() - FILE.length() - 1) == '/');
  }

  @Override
  public List<String> places() {
    return List.of(PLACE);
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    new Manifest(found).read(content);
  }

  private static final class Manifest {
    private final Found found;
    private final List<String> withoutSource = new ArrayList<>();
    private long count;

    Manifest(Found found) {
      this.found = found;
    }

    void read(InputStream content) throws IOException {
      var lines = new Lines(new Bounded(new Unzstd(content)));
      try {
        while (lines.next()) {
          line(lines);
        }
        if (lines.number() != count) {
          found.gap(lines.number(), "it has " + lines.number() + " lines and speaks of " + count);
        }
      } catch (InputFailure e) {
        found.gap(lines.number(), String.valueOf(e.getMessage()));
      }
      if (!withoutSource.isEmpty()) {
        found.gap(0, sourceless());
      }
    }

    private String sourceless() {
      int more = withoutSource.size() - NAMED_IN_GAP;
      return "the source package is not told, advisories are looked up by the package's own name: "
          + String.join(
              ", ", withoutSource.subList(0, Math.min(NAMED_IN_GAP, withoutSource.size())))
          + (more > 0 ? " and " + more + " more" : "");
    }

    private void line(Lines lines) throws IOException {
      if (lines.isCut() || lines.length() > MAX_LINE) {
        found.gap(lines.number(), "a line longer than " + MAX_LINE + " bytes");
        return;
      }
      Json json;
      try {
        json = Json.parseBounded(lines.text().getBytes(UTF_8), "line");
      } catch (InputFailure e) {
        found.gap(lines.number(), "not valid JSON");
        return;
      }
      if (lines.number() == 1) {
        header(json);
      } else if (json.text("kind").equals("package")) {
        add(json, lines.number());
      } else if (json.text("kind").equals("path")) {
        owns(json.text("path"));
      }
    }

    private void header(Json header) {
      count = header.at("count").whole().orElse(0L);
      if (!header.text("jsonwall").startsWith("1.") || !header.text("schema").startsWith("1.")) {
        found.gap(1, "neither jsonwall 1 nor Chisel's schema 1");
      }
    }

    private void owns(String file) {
      if (file.length() > 1 && file.startsWith("/") && !file.endsWith("/")) {
        found.owns(file.substring(1));
      }
    }

    private void add(Json json, long line) {
      String name = json.text("name");
      String version = json.text("version");
      if (name.isEmpty() || version.isEmpty()) {
        found.gap(line, "a package without " + (name.isEmpty() ? "name" : "version"));
        return;
      }
      Optional<String> source = ChiselSources.of(name, version);
      if (source.isEmpty()) {
        withoutSource.add(Lines.excerpt(name));
      }
      String sha256 = json.text("sha256");
      found.component(
          Component.of(PackageType.DEB, "chisel", name, version)
              .architecture(json.text("arch"))
              .source(source.filter(one -> !one.equals(name)).orElse(""), "")
              .detail("digest", sha256.isEmpty() ? "" : "sha256:" + sha256)
              .build());
    }
  }

  /// No manifest unpacks to more.
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left = MAX_BYTES;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new InputFailure("it unpacks to more than " + MAX_BYTES + " bytes");
      }
      return count;
    }
  }
}

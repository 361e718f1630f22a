package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.HeldBytes;
import dev.assay.format.sqlite.Sqlite;
import dev.assay.format.sqlite.SqliteRow;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// C and C++ packages that Conan has built or fetched.
///
/// ```
/// .conan2/p/cache.sqlite3                                        of Conan 2: table packages, a row each
/// .conan/data/NAME/VERSION/USER/CHANNEL/package/ID/conaninfo.txt of Conan 1, `_` for no user or channel
/// full_deploy/host/NAME/VERSION/…/conaninfo.txt                  what Conan 2 copied out of its cache
/// ```
///
/// Conan 2 keeps packages in folders whose names tell nothing; a recipe's file need not name its
/// version. What a package of Conan 1 needs stands in its `conaninfo.txt` with exact versions, in
/// Conan 2's only as `1.Y.Z`.
///
/// Source: <https://docs.conan.io/2/reference/extensions/deployers.html>,
/// `conan/internal/cache/db/packages_table.py` of Conan 2 and `conans/paths/__init__.py` of Conan 1
public final class ConanPackageAnalyzer implements Analyzer {
  private static final String INFO = "/conaninfo.txt";
  private static final String CACHE = "/p/cache.sqlite3";
  private static final long MAX_CACHE_BYTES = 64L << 20;

  /// No package needs so many others; a file may have millions of lines.
  private static final int MAX_REQUIRED = 10_000;

  private static final String PART = "([^/@#:]+)";
  private static final Pattern CACHED =
      Pattern.compile(
          "(?:.*/)?\\.conan/data/" + (PART + "/").repeat(4) + "package/[^/]+/conaninfo\\.txt");
  private static final Pattern DEPLOYED =
      Pattern.compile(
          "(?:.*/)?full_deploy/(?:host|build)/"
              + PART
              + "/"
              + PART
              + "/(?:[^/]+/){0,4}conaninfo\\.txt");
  private static final Pattern REFERENCE =
      Pattern.compile(PART + "/" + PART + "(?:@" + PART + "/" + PART + ")?");

  @Override
  public String name() {
    return "conan-package";
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
    return path.endsWith(CACHE)
        || (path.endsWith(INFO)
            && (CACHED.matcher(path).matches() || DEPLOYED.matcher(path).matches()));
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    Matcher deployed = DEPLOYED.matcher(path);
    Matcher cached = CACHED.matcher(path);
    if (deployed.matches()) {
      found.component(of(deployed.group(1), deployed.group(2)).build());
    } else if (cached.matches()) {
      found.component(
          of(cached.group(1), cached.group(2))
              .detail("user", part(cached.group(3)))
              .detail("channel", part(cached.group(4)))
              .dependsOn(required(content, found))
              .build());
    } else {
      cache(content, found);
    }
  }

  private static Component.Builder of(String name, String version) {
    return Component.of(PackageType.CONAN, "conan-package", name, version);
  }

  /// `_` stands for none.
  private static String part(String text) {
    return text.equals("_") ? "" : text;
  }

  /// The lines of `[full_requires]`: `kettle/1.2.3:PACKAGE_ID`, with `@user/channel` before it.
  private static List<String> required(InputStream content, Found found) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    Lines lines = new Lines(content);
    boolean isRequired = false;
    while (lines.next()) {
      String line = lines.text().strip();
      if (line.startsWith("[")) {
        isRequired = line.equals("[full_requires]");
      } else if (isRequired && !line.isEmpty()) {
        int id = line.indexOf(':');
        String text = id < 0 ? line : line.substring(0, id);
        Matcher reference = REFERENCE.matcher(text);
        if (reference.matches() && ids.size() < MAX_REQUIRED) {
          ids.add(reference.group(1) + "@" + reference.group(2));
        } else if (reference.matches()) {
          found.gap(
              lines.number(), "more than " + MAX_REQUIRED + " are required, the rest is left out");
          break;
        } else {
          found.gap(
              lines.number(), "expected `name/version:id`, found `" + Lines.excerpt(line) + "`");
        }
      }
    }
    return List.copyOf(ids);
  }

  private static void cache(InputStream content, Found found) throws IOException {
    try {
      Sqlite.open(HeldBytes.read(content, MAX_CACHE_BYTES)).rows("packages", new Packages(found));
    } catch (InputFailure e) {
      found.gap(0, String.valueOf(e.getMessage()));
    }
  }

  /// A package has a row for each of its builds.
  private static final class Packages implements Sqlite.Rows {
    private final Found found;
    private final Set<String> seen = new HashSet<>();

    Packages(Found found) {
      this.found = found;
    }

    @Override
    public void row(SqliteRow row) {
      String text = row.text(0);
      Matcher reference = REFERENCE.matcher(text);
      if (!reference.matches()) {
        found.gap(0, "expected `name/version`, found `" + Lines.excerpt(text) + "`");
      } else if (seen.add(text)) {
        found.component(
            of(reference.group(1), reference.group(2))
                .detail("user", Optional.ofNullable(reference.group(3)).orElse(""))
                .detail("channel", Optional.ofNullable(reference.group(4)).orElse(""))
                .build());
      }
    }

    @Override
    public void problem(long offset, String problem) {
      found.gap(offset, problem);
    }
  }
}

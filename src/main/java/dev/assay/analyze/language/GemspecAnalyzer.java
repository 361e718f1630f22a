package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Installed gems: RubyGems writes `specifications/NAME-VERSION.gemspec`, those that come with Ruby
/// in `specifications/default/`, and Bundler one into each gem that it takes from a repository,
/// `bundler/gems/NAME-COMMIT/NAME.gemspec`. Others, in a gem's own folder, are its sources.
///
/// It is Ruby code, but written by a program: `s.name = "rake".freeze`, `s.version = "13.0.6"`, and
/// at the top `# stub: NAME VERSION PLATFORM PATHS`, which counts where it is there.
///
/// Source: `Gem::Specification#to_ruby`, `Gem::StubSpecification`,
/// <https://guides.rubygems.org/specification-reference/>
public final class GemspecAnalyzer implements Analyzer {
  private static final Pattern STUB = Pattern.compile("# stub: (\\S++) (\\S++) (\\S++) .*+");
  private static final Pattern FIELD =
      Pattern.compile(
          "\\s*+\\w++\\.(name|version|platform)\\s*+=\\s*+"
              + "(?:Gem::Version\\.new[( ]\\s*+)?+[\"']([^\"']++)[\"'].*+");
  private static final Pattern LICENSES = Pattern.compile("\\s*+\\w++\\.licenses?\\s*+=\\s*+(.++)");
  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']++)[\"']");
  private static final int MAX_LINES = 10_000;
  private static final int MAX_LICENSES = 20;

  @Override
  public String name() {
    return "gemspec";
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
    if (!path.endsWith(".gemspec")) {
      return false;
    }
    int file = path.lastIndexOf('/');
    return isBelow(path, file, "specifications")
        || isBelow(path, file, "specifications/default")
        || isBelow(path, path.lastIndexOf('/', Math.max(0, file - 1)), "bundler/gems");
  }

  /// Whether the folder that ends at that slash goes by this name.
  private static boolean isBelow(String path, int slash, String folder) {
    int start = slash - folder.length();
    return start >= 0
        && path.startsWith(folder, start)
        && (start == 0 || path.charAt(start - 1) == '/');
  }

  @Override
  public boolean wantsFolder(String path) {
    return isBelow(path, path.length(), "specifications")
        || isBelow(path, path.length(), "specifications/default");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    var spec = new Spec();
    var lines = new Lines(content);
    while (lines.next() && lines.number() < MAX_LINES) {
      spec.line(lines.text());
    }
    if (spec.name.isEmpty() || spec.version.isEmpty()) {
      found.gap(0, "a gem without " + (spec.name.isEmpty() ? "name" : "version"));
      return;
    }
    found.component(
        Component.of(PackageType.GEM, "gemspec", spec.name, spec.version)
            .licenses(spec.licenses)
            .detail("platform", spec.platform.equals("ruby") ? "" : spec.platform)
            .build());
  }

  /// What is known of a gem; what comes first counts.
  private static final class Spec {
    private String name = "";
    private String version = "";
    private String platform = "";
    private final List<String> licenses = new ArrayList<>();

    void line(String line) {
      Matcher stub = STUB.matcher(line);
      if (name.isEmpty() && stub.matches()) {
        name = stub.group(1);
        version = stub.group(2);
        platform = stub.group(3);
        return;
      }
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        switch (field.group(1)) {
          case "name" -> name = name.isEmpty() ? field.group(2) : name;
          case "version" -> version = version.isEmpty() ? field.group(2) : version;
          default -> platform = platform.isEmpty() ? field.group(2) : platform;
        }
      }
      Matcher declared = LICENSES.matcher(line);
      if (declared.matches() && licenses.isEmpty()) {
        Matcher each = QUOTED.matcher(declared.group(1));
        while (each.find() && licenses.size() < MAX_LICENSES) {
          licenses.add(each.group(1));
        }
      }
    }
  }
}

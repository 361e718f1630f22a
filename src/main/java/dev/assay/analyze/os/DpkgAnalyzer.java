package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.deb822.Stanza;
import dev.assay.format.deb822.StanzaReader;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Packages of Debian, Ubuntu and what is made of them, from the database that `dpkg` keeps in the
/// image.
///
/// `var/lib/dpkg/status` has a deb822 stanza per package; where there is no dpkg, as in distroless
/// images, `var/lib/dpkg/status.d/` has a file per package. Only what is `installed` counts:
/// `config-files` and the like are gone or half there. `info/NAME.list` and `status.d/NAME.md5sums`
/// say which files belong to a package.
///
/// Source: <https://manpages.debian.org/bookworm/dpkg/dpkg.1.en.html#Package_states>,
/// <https://manpages.debian.org/bookworm/dpkg-dev/deb-control.5.en.html>
public final class DpkgAnalyzer implements Analyzer {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String FOLDER = "var/lib/dpkg/status.d/";
  private static final String INFO = "var/lib/dpkg/info/";

  private static final Set<String> FIELDS =
      Set.of(
          "package",
          "status",
          "version",
          "architecture",
          "source",
          "maintainer",
          "depends",
          "pre-depends",
          "provides",
          "vendor",
          "license",
          "origin");

  @Override
  public String name() {
    return "dpkg";
  }

  @Override
  public int rulesVersion() {
    return 4;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    return path.startsWith("var/lib/dpkg/")
        && (path.equals(STATUS)
            || isIn(FOLDER, path)
            || (isIn(INFO, path) && path.endsWith(".list")));
  }

  private static boolean isIn(String folder, String path) {
    return path.startsWith(folder)
        && path.length() > folder.length()
        && path.indexOf('/', folder.length()) < 0;
  }

  @Override
  public List<String> places() {
    return List.of(STATUS);
  }

  @Override
  public List<String> folders() {
    return List.of(FOLDER.substring(0, FOLDER.length() - 1));
  }

  /// Source: <https://man7.org/linux/man-pages/man1/dpkg.1.html>, package states
  private static final Set<String> STATES =
      Set.of(
          "config-files",
          "half-configured",
          "half-installed",
          "installed",
          "not-installed",
          "triggers-awaited",
          "triggers-pending",
          "unpacked");

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    if (path.startsWith(INFO)) {
      readList(content, found);
    } else if (path.endsWith(".md5sums")) {
      readSums(content, found);
    } else {
      readStatus(path.equals(STATUS), content, found);
    }
  }

  private static void readList(InputStream content, Found found) throws IOException {
    var lines = new Lines(content);
    while (lines.next()) {
      if (lines.byteAt(0) == '/' && lines.length() > 2) {
        found.owns(lines.text().substring(1));
      }
    }
  }

  /// Lines of `MD5 path`.
  private static void readSums(InputStream content, Found found) throws IOException {
    var lines = new Lines(content);
    while (lines.next()) {
      String line = lines.text();
      int space = line.indexOf(' ');
      if (space > 0) {
        String file = line.substring(space).strip();
        found.owns(file.startsWith("/") ? file.substring(1) : file);
      }
    }
  }

  /// dpkg closes every stanza with a blank line; a package's own file has one stanza, and dpkg
  /// takes none whose last line has no end.
  private static void readStatus(boolean isDatabase, InputStream content, Found found)
      throws IOException {
    var stanzas = new StanzaReader(content, "package", FIELDS);
    var packages = new Needs(found);
    boolean isEmpty = true;
    for (Optional<Stanza> next = stanzas.next(); next.isPresent(); next = stanzas.next()) {
      Stanza stanza = next.get();
      isEmpty = false;
      for (Stanza.Problem problem : stanza.problems()) {
        found.gap(problem.line(), problem.text());
      }
      if (!stanza.fields().isEmpty() && isInstalled(stanza, found)) {
        add(stanza, packages, found);
      }
    }
    packages.finish();
    if (!isDatabase && isEmpty) {
      found.gap(0, "it is empty");
    }
    if (!(isDatabase ? stanzas.isStanzaEnded() : stanzas.isLineEnded())) {
      found.gap(0, "its last package is cut off");
    }
  }

  /// `want flag state`, in any case. Distroless files have no such field: their packages are there.
  private static boolean isInstalled(Stanza stanza, Found found) {
    String status = stanza.field("status");
    if (status.isEmpty() || status.endsWith(" installed")) {
      return true;
    }
    String words = status.strip().toLowerCase(Locale.ROOT);
    String state = words.substring(Math.max(words.lastIndexOf(' '), words.lastIndexOf('\t')) + 1);
    if (!STATES.contains(state)) {
      found.gap(stanza.line(), "a package in a state that dpkg does not know");
    }
    return state.equals("installed");
  }

  private static void add(Stanza stanza, Needs packages, Found found) {
    String name = stanza.field("package");
    String version = stanza.field("version");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(stanza.line(), "a package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    Component.Builder component =
        Component.of(PackageType.DEB, "dpkg", name, version)
            .architecture(stanza.field("architecture"))
            .maintainer(stanza.field("maintainer"));
    if (ThirdParty.isOne(control(stanza))) {
      component.detail(Component.REPOSITORY, Component.THIRD_PARTY);
    }
    source(stanza.field("source"), name, version, component);
    List<String> provides = names(stanza.field("provides"));
    provides.add(name);
    List<String> needs = names(stanza.field("depends"));
    needs.addAll(names(stanza.field("pre-depends")));
    packages.add(component, provides, needs);
  }

  private static ThirdParty.Control control(Stanza stanza) {
    return new ThirdParty.Control(
        stanza.field("version"),
        stanza.field("maintainer"),
        stanza.field("vendor"),
        stanza.field("license"),
        stanza.field("origin"));
  }

  /// `name` or `name (version)`.
  private static void source(
      String source, String name, String version, Component.Builder component) {
    int open = source.indexOf('(');
    int close = source.indexOf(')', open + 1);
    String sourceName = (open < 0 ? source : source.substring(0, open)).strip();
    String sourceVersion = open < 0 || close < 0 ? "" : source.substring(open + 1, close).strip();
    component.source(
        sourceName.equals(name) ? "" : sourceName,
        sourceVersion.equals(version) ? "" : sourceVersion);
  }

  /// The names in `a (>= 1), b:any | c [amd64]`, alternatives too: whichever is there counts.
  private static List<String> names(String relations) {
    var names = new ArrayList<String>();
    int start = 0;
    while (start < relations.length()) {
      int end = start;
      while (end < relations.length() && ",|".indexOf(relations.charAt(end)) < 0) {
        end++;
      }
      String item = relations.substring(start, end).strip();
      int length = 0;
      while (length < item.length() && " (:[<\t\n".indexOf(item.charAt(length)) < 0) {
        length++;
      }
      if (length > 0) {
        names.add(item.substring(0, length));
      }
      start = end + 1;
    }
    return names;
  }
}

package dev.assay.analyze.os;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.OperatingSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The distribution, from the files that name it.
///
/// `etc/os-release` has `KEY=value` lines, quoted as in a shell; the others have a line each that
/// says a little more: `etc/debian_version` `11.6` where os-release says `11`. Which of several
/// files counts, `OperatingSystemChoice` decides.
///
/// Source: <https://www.freedesktop.org/software/systemd/man/latest/os-release.html>
public final class OsReleaseAnalyzer implements Analyzer {
  private static final int MAX_LINES = 200;
  private static final Pattern RELEASE = Pattern.compile("(.*?)\\s+release\\s+(\\d[\\d.]*)(.*)");

  @Override
  public String name() {
    return "os-release";
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
    return OperatingSystemChoice.PLACES.contains(path);
  }

  @Override
  public List<String> places() {
    return OperatingSystemChoice.PLACES;
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    List<String> lines = firstLines(content);
    Optional<OperatingSystem> system =
        switch (path.substring(path.lastIndexOf('/') + 1)) {
          case "os-release" -> osRelease(lines);
          case "lsb-release" -> lsbRelease(lines);
          case "alpine-release" -> single("alpine", lines);
          case "debian_version" -> single("debian", lines);
          case "mariner-release", "azurelinux-release", "photon-release" -> lastWord(lines);
          default -> redHatLike(lines);
        };
    system.ifPresent(found::operatingSystem);
    boolean isOsRelease = path.endsWith("/os-release");
    if (isOsRelease && !lines.isEmpty() && assignments(lines).isEmpty()) {
      found.gap(1, "expected lines of `KEY=value`, found none");
    }
  }

  private static List<String> firstLines(InputStream content) throws IOException {
    var lines = new Lines(content);
    var texts = new ArrayList<String>();
    while (texts.size() < MAX_LINES && lines.next()) {
      if (lines.length() < 4096) {
        texts.add(lines.text().strip());
      }
    }
    return texts;
  }

  private static Optional<OperatingSystem> osRelease(List<String> lines) {
    Map<String, String> values = assignments(lines);
    String id = values.getOrDefault("ID", "").toLowerCase(Locale.ROOT);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    String release = values.getOrDefault("VERSION_ID", "");
    return Optional.of(system(family(id), release, values.getOrDefault("VERSION_CODENAME", "")));
  }

  private static Optional<OperatingSystem> lsbRelease(List<String> lines) {
    Map<String, String> values = assignments(lines);
    String id = values.getOrDefault("DISTRIB_ID", "").toLowerCase(Locale.ROOT);
    String release = values.getOrDefault("DISTRIB_RELEASE", "");
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(system(family(id), release, values.getOrDefault("DISTRIB_CODENAME", "")));
  }

  private static Map<String, String> assignments(List<String> lines) {
    var values = new HashMap<String, String>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
      }
    }
    return values;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    boolean isQuoted =
        last > 0
            && value.charAt(0) == value.charAt(last)
            && (value.charAt(0) == '"' || value.charAt(0) == '\'');
    return isQuoted ? value.substring(1, last).replace("\\", "") : value;
  }

  /// Trivy's word for os-release's `ID`; an unknown one stays as it is.
  static String family(String id) {
    return switch (id) {
      case "rhel" -> "redhat";
      case "almalinux" -> "alma";
      case "ol" -> "oracle";
      case "amzn" -> "amazon";
      case "opensuse" -> "opensuse-leap"; // Leap 42 calls itself so
      case "sles_sap" -> "sles";
      case "sle-micro", "sl-micro", "sle-micro-rancher" -> "slem";
      case "mariner" -> "cbl-mariner";
      case "raspbian" -> "debian";
      default -> id;
    };
  }

  private static Optional<OperatingSystem> single(String family, List<String> lines) {
    return lines.isEmpty() || lines.getFirst().isEmpty() || lines.getFirst().contains(" ")
        ? Optional.empty()
        : Optional.of(system(family, lines.getFirst(), ""));
  }

  /// `CBL-Mariner 2.0.20220226`, `Microsoft Azure Linux 3.0.20240727`, `VMware Photon OS 4.0`.
  private static Optional<OperatingSystem> lastWord(List<String> lines) {
    String line = lines.isEmpty() ? "" : lines.getFirst();
    String release = line.substring(line.lastIndexOf(' ') + 1);
    if (release.isEmpty() || !Character.isDigit(release.charAt(0))) {
      return Optional.empty();
    }
    String family =
        line.contains("Mariner")
            ? "cbl-mariner"
            : line.contains("Photon") ? "photon" : "azurelinux";
    return Optional.of(system(family, release, ""));
  }

  /// `CentOS Linux release 7.9.2009 (Core)`, `Amazon Linux release 2 (Karoo)`.
  private static Optional<OperatingSystem> redHatLike(List<String> lines) {
    Matcher line = RELEASE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!line.matches()) {
      return Optional.empty();
    }
    String product = line.group(1).toLowerCase(Locale.ROOT);
    if (product.startsWith("amazon linux")) {
      // Amazon's releases go by all of the rest: `2 (Karoo)`, and `AMI release 2018.03` before it.
      String rest = line.group(2) + line.group(3);
      String name = product.endsWith(" ami") ? "AMI release " + rest : rest;
      return Optional.of(system("amazon", name.strip(), ""));
    }
    String family =
        switch (product.split(" ")[0]) {
          case "centos" -> "centos";
          case "rocky" -> "rocky";
          case "alma", "almalinux" -> "alma";
          case "oracle" -> "oracle";
          case "fedora" -> "fedora";
          default -> product.startsWith("red hat") ? "redhat" : "";
        };
    return family.isEmpty() ? Optional.empty() : Optional.of(system(family, line.group(2), ""));
  }

  private static OperatingSystem system(String family, String name, String codename) {
    return new OperatingSystem(family, name, codename, EndOfLife.of(family, name));
  }
}

package dev.assay.match;

import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the advisories for a component are.
public final class Ecosystems {
  private static final String ESM = "-esm";
  private static final Pattern MAJOR = Pattern.compile("([0-9]+).*", Pattern.DOTALL);
  private static final Pattern MAJOR_MINOR =
      Pattern.compile("([0-9]+\\.[0-9]+)([^0-9_].*)?", Pattern.DOTALL);

  private static final Pattern RELEASE =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?).*", Pattern.DOTALL);

  /// Of those that have one whatever system they are found in; made once, as hundreds ask.
  private static final Map<PackageType, Optional<Ecosystem>> LANGUAGES = languages();

  private record Distribution(OperatingSystem system, Optional<Ecosystem> ecosystem) {}

  /// The one that was asked for last: hundreds of packages are of the same one.
  private static volatile @Nullable Distribution recent;

  private Ecosystems() {}

  /// The ecosystem of a component found together with that distribution; empty where there is none,
  /// such as for a Debian package outside of a Debian.
  public static Optional<Ecosystem> of(Component component, Optional<OperatingSystem> system) {
    if (!component.type().isSystem()) {
      return language(component);
    }
    if (system.isEmpty() || !installs(system.get().family(), component.type())) {
      return Optional.empty();
    }
    return recent(system.get()).map(ecosystem -> edition(ecosystem, component));
  }

  @SuppressWarnings("ReferenceEquality")
  private static Optional<Ecosystem> recent(OperatingSystem system) {
    Distribution known = recent;
    if (known == null || known.system != system) {
      known = new Distribution(system, of(system));
      recent = known;
    }
    return known.ecosystem;
  }

  /// All ecosystems whose advisories may speak of a component, its own first.
  public static List<Ecosystem> all(Component component, Optional<OperatingSystem> system) {
    Optional<Ecosystem> own = of(component, system);
    Optional<Ecosystem> beside = beside(component);
    if (own.isEmpty()) {
      return beside.map(List::of).orElse(List.of());
    }
    List<Ecosystem> streams = RedHatStreams.all(component, own.get());
    if (beside.isEmpty() && streams.size() == 1 && streams.getFirst().equals(own.get())) {
      return streams; // as almost always
    }
    Set<Ecosystem> all = new LinkedHashSet<>();
    all.add(own.get());
    all.addAll(streams);
    beside.ifPresent(all::add);
    return List.copyOf(all);
  }

  /// A package of Ubuntu's that subscribers got (`…ubuntu1.6+esm1`, `…~esm2`) is held against what
  /// subscribers are told, whatever the image says of itself.
  private static Ecosystem edition(Ecosystem ecosystem, Component component) {
    String version = component.advisoryVersion();
    boolean isForSubscribers = version.contains("+esm") || version.contains("~esm");
    return isForSubscribers && ecosystem.name().equals("ubuntu")
        ? new Ecosystem(ecosystem.name(), ecosystem.release() + ESM)
        : ecosystem;
  }

  /// The ecosystem whose word counts where this one is silent: everyone's, for subscribers.
  static Optional<Ecosystem> behind(Ecosystem ecosystem) {
    String release = ecosystem.release();
    return release.endsWith(ESM)
        ? Optional.of(
            new Ecosystem(ecosystem.name(), release.substring(0, release.length() - ESM.length())))
        : Optional.empty();
  }

  /// Whose advisories speak of a component besides its own ecosystem's.
  public static Optional<Ecosystem> beside(Component component) {
    return component.type() == PackageType.GO && !Kubernetes.name(component).isEmpty()
        ? Optional.of(Kubernetes.ECOSYSTEM)
        : Optional.empty();
  }

  /// The ecosystem of a distribution's own packages; empty where the release is not known.
  public static Optional<Ecosystem> of(OperatingSystem system) {
    return switch (system.family()) {
      case "wolfi", "chainguard", "minimos", "echo", "opensuse-tumbleweed" ->
          Optional.of(new Ecosystem(system.family(), ""));
      case "alpine" -> released("alpine", alpineRelease(system));
      case "debian" -> released("debian", debianRelease(system));
      case "ubuntu" -> released("ubuntu", first(MAJOR_MINOR, system, ""));
      case "centos" -> released("redhat", first(MAJOR, system, ""));
      case "redhat", "alma", "rocky", "oracle", "fedora" ->
          released(system.family(), first(MAJOR, system, ""));
      case "sles", "sled", "sles_sap" -> released("sles", first(RELEASE, system, ""));
      case "azurelinux", "cbl-mariner", "photon", "slem", "opensuse-leap" ->
          released(system.family(), first(MAJOR_MINOR, system, ""));
      case "amazon" -> released("amazon", amazonRelease(system));
      default -> released(system.family(), system.name().toLowerCase(Locale.ROOT));
    };
  }

  private static boolean installs(String family, PackageType type) {
    return switch (family) {
      case "alpine", "wolfi", "chainguard", "minimos" -> type == PackageType.APK;
      case "debian", "ubuntu", "echo" -> type == PackageType.DEB;
      default -> type == PackageType.RPM;
    };
  }

  private static Optional<Ecosystem> released(String family, String release) {
    return Ecosystem.isWord(family) && Ecosystem.isWord(release)
        ? Optional.of(new Ecosystem(family, release))
        : Optional.empty();
  }

  private static String first(Pattern pattern, OperatingSystem system, String otherwise) {
    Matcher matcher = pattern.matcher(system.name());
    return matcher.matches() ? matcher.group(1) : otherwise;
  }

  /// Edge calls itself by the release that it will be: `3.21_alpha20240923`.
  private static String alpineRelease(OperatingSystem system) {
    boolean isEdge = system.name().contains("_alpha") || system.name().equals("edge");
    return isEdge ? "edge" : first(MAJOR_MINOR, system, "");
  }

  /// Testing and unstable name no release in `os-release`, only their codename.
  private static String debianRelease(OperatingSystem system) {
    String number = first(MAJOR, system, "");
    if (!number.isEmpty()) {
      return number;
    }
    return switch (system.codename()) {
      case "wheezy" -> "7";
      case "jessie" -> "8";
      case "stretch" -> "9";
      case "buster" -> "10";
      case "bullseye" -> "11";
      case "bookworm" -> "12";
      case "trixie" -> "13";
      case "forky" -> "14";
      case "sid" -> "sid";
      default -> "";
    };
  }

  /// Amazon Linux 1 calls its releases by month: `2018.03`, and `AMI release 2018.03` in full.
  private static String amazonRelease(OperatingSystem system) {
    String major = first(MAJOR, system, "");
    boolean isMonth = major.length() == 4 && major.startsWith("201");
    return isMonth || system.name().startsWith("AMI release ") ? "1" : major;
  }

  private static Optional<Ecosystem> language(Component component) {
    // Bitnami follows the programs that people copy into images.
    boolean isBitnamis =
        component.type() == PackageType.GENERIC && component.detail("advisories").equals("bitnami");
    PackageType type = isBitnamis ? PackageType.BITNAMI : component.type();
    return LANGUAGES.getOrDefault(type, Optional.empty());
  }

  private static Map<PackageType, Optional<Ecosystem>> languages() {
    Map<PackageType, Optional<Ecosystem>> languages = new EnumMap<>(PackageType.class);
    for (PackageType type : PackageType.values()) {
      String name = language(type);
      if (!name.isEmpty()) {
        languages.put(type, Optional.of(new Ecosystem(name, "")));
      }
    }
    return languages;
  }

  private static String language(PackageType type) {
    return switch (type) {
      case NPM -> "npm";
      case PYPI -> "pypi";
      case GO -> "go";
      case MAVEN -> "maven";
      case CARGO -> "cargo";
      case GEM -> "gem";
      case COMPOSER -> "composer";
      case NUGET -> "nuget";
      case PUB -> "pub";
      case HEX -> "hex";
      case CONAN -> "conan";
      case SWIFT -> "swift";
      case COCOAPODS -> "cocoapods";
      case JULIA -> "julia";
      case HACKAGE -> "hackage";
      case CRAN -> "cran";
      case BITNAMI -> "bitnami";
      case APK, DEB, RPM, CONDA, GENERIC -> "";
    };
  }
}

package dev.assay.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A product of Red Hat's, as its CPEs name it: `cpe:/a:redhat:rhel_eus:8.6::appstream`.
///
/// The *main stream* is Red Hat Enterprise Linux as everybody gets it; its *extended* streams give
/// one minor release fixes of its own for longer. Everything else is layered on it. Channels of one
/// stream (BaseOS, AppStream) hold no package twice and are not told apart; what a layered product
/// builds for another release (`el8`, `el9`) is.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/scanning/> and
/// <https://redhatproductsecurity.github.io/security-data-guidelines/csaf-vex/>
///
/// @param name `enterprise_linux`, `rhel_eus`, `openshift`
/// @param version of the product, `8` or `8.6`; may be empty
/// @param channel `appstream`, `el8`, or empty
public record RedHatProduct(String name, String version, String channel) {
  private static final String PREFIX = "redhat:";
  private static final String MAIN = "enterprise_linux";
  private static final Pattern MINOR = Pattern.compile("([1-9][0-9])\\.[0-9]+");
  private static final Pattern MAJOR = Pattern.compile("([0-9]+)(?:\\.[0-9]+)*");
  private static final Pattern BUILT_FOR = Pattern.compile("el[0-9]+");
  private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9._+-]+");
  private static final Set<String> EXTENDED =
      Set.of("aus", "e4s", "els", "eus", "eus_long_life", "tus");

  /// Reads a CPE; empty where it names no product of Red Hat's.
  ///
  /// @param cpe as a URI: `cpe:/o:redhat:enterprise_linux:8::baseos`
  public static Optional<RedHatProduct> parse(String cpe) {
    boolean isOne = cpe.startsWith("cpe:/") && cpe.startsWith(":" + PREFIX, 6);
    return isOne ? ofParts(cpe.substring(7 + PREFIX.length())) : Optional.empty();
  }

  /// Reads what stands behind the vendor in a CPE: `enterprise_linux:8::baseos`.
  public static Optional<RedHatProduct> ofParts(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
    String name = ILLEGAL.matcher(parts[0]).replaceAll("-");
    String spelled = name.startsWith(MAIN + "_") ? "rhel_" + name.substring(17) : name;
    String version = parts.length > 1 ? parts[1] : "";
    String channel = parts.length > 3 ? parts[3] : "";
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new RedHatProduct(isExtended(spelled) ? spelled : name, version, channel));
  }

  private static boolean isExtended(String name) {
    return name.startsWith("rhel_") && EXTENDED.contains(name.substring(5));
  }

  /// The main stream of a major release.
  public static RedHatProduct main(String major) {
    return new RedHatProduct(MAIN, major, "");
  }

  /// Whether it is Red Hat Enterprise Linux as everybody gets it. From release 10 on, fixes name
  /// the minor release that they came with.
  public boolean isMain() {
    return name.equals(MAIN) && (!version.contains(".") || MINOR.matcher(version).matches());
  }

  /// Whether it is a minor release with fixes of its own.
  public boolean isExtended() {
    return isExtended(name) && !version.isEmpty();
  }

  /// The major release or version: `8` of `8.6`; empty where there is none.
  public String major() {
    Matcher matcher = MAJOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /// Where its advisories are: `redhat:8`, `redhat:rhel_eus-8.6`, `redhat:openshift-4.14-el8`;
  /// empty where its name cannot be that of a partition.
  public Optional<Ecosystem> stream() {
    if (isMain()) {
      return named(major());
    }
    String built = !isExtended() && BUILT_FOR.matcher(channel).matches() ? channel : "";
    List<String> parts = new ArrayList<>(List.of(name, version, built));
    parts.removeIf(String::isEmpty);
    return named(ILLEGAL.matcher(String.join("-", parts)).replaceAll("-"));
  }

  /// The same product, less exactly: `openshift:4.14` and `openshift:4` of `openshift:4.14::el8`.
  /// What is not fixed is said of these.
  public List<RedHatProduct> wider() {
    List<RedHatProduct> wider = new ArrayList<>();
    if (!isMain() && !isExtended()) {
      wider.add(new RedHatProduct(name, version, ""));
      wider.add(new RedHatProduct(name, major(), ""));
      wider.add(new RedHatProduct(name, "", ""));
      wider.removeIf(product -> product.stream().equals(stream()));
    }
    return wider;
  }

  private static Optional<Ecosystem> named(String release) {
    String word = release.length() > 64 ? release.substring(0, 64) : release;
    return Ecosystem.isWord(word) ? Optional.of(new Ecosystem("redhat", word)) : Optional.empty();
  }
}

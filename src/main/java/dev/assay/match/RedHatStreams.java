package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.RedHatProduct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which of Red Hat's streams speak of a package, and whose word counts first.
///
/// An image names the repositories that its packages came from, and a list of Red Hat's which
/// products these are part of; of the repositories of Red Hat Enterprise Linux the names say it as
/// well. An advisory of a stream that is not among them says nothing. Where no repositories are
/// named, or none is known, the main stream speaks.
///
/// 1. An extended stream of the minor release that the build names: `rhel_eus:8.6` of
///    `1.2-4.el8_6.2`.
/// 2. The other streams that the image has.
/// 3. The main stream where only extended ones are had: it tells what is not fixed, or was not
///    fixed for them. And layered products as a whole, which tell what is not fixed.
///
/// What a lower one says of a vulnerability counts only where the ones above are silent about it.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/scanning/>
final class RedHatStreams {
  private static final String FAMILY = "redhat";

  private final AdvisoryDb db;
  private final Map<String, List<RedHatProduct>> products = new HashMap<>();
  private final Map<String, List<List<Ecosystem>>> known = new HashMap<>();

  RedHatStreams(AdvisoryDb db) {
    this.db = db;
  }

  /// Those whose word counts first come first; those in one list speak together.
  ///
  /// @param main the ecosystem of the distribution's packages
  List<List<Ecosystem>> of(Component component, Ecosystem main) {
    if (!areNamed(component, main)) {
      return List.of(List.of(main));
    }
    String sets = component.detail(Component.CONTENT_SETS);
    String minor = RpmRules.minorRelease(component.version());
    return known.computeIfAbsent(
        main.release() + " " + minor + " " + sets,
        key ->
            tiers(
                products.computeIfAbsent(sets, each -> RedHatRepository.products(each, db)),
                main,
                minor));
  }

  private static List<List<Ecosystem>> tiers(
      List<RedHatProduct> had, Ecosystem main, String minor) {
    List<RedHatProduct> products = new ArrayList<>(had);
    if (had.stream().noneMatch(one -> isOf(main.release(), one))) {
      products.add(RedHatProduct.main(main.release()));
    }
    Set<Ecosystem> first = new LinkedHashSet<>();
    Set<Ecosystem> second = new LinkedHashSet<>();
    Set<Ecosystem> third = new LinkedHashSet<>();
    for (RedHatProduct product : products) {
      boolean isOfMinor = product.isExtended() && product.version().equals(minor);
      product.stream().ifPresent((isOfMinor ? first : second)::add);
      if (product.isExtended()) {
        RedHatProduct.main(product.major()).stream().ifPresent(third::add);
      }
      product.wider().forEach(wider -> wider.stream().ifPresent(third::add));
    }
    second.removeAll(first);
    third.removeAll(second);
    return List.of(first, second, third).stream()
        .filter(tier -> !tier.isEmpty())
        .map(List::copyOf)
        .toList();
  }

  /// Whether it is the distribution of that release itself. What an image says of another release,
  /// or of none (`cpe:/o:redhat:enterprise_linux`), does not silence the advisories of its own.
  private static boolean isOf(String release, RedHatProduct product) {
    return (product.isMain() || product.isExtended()) && product.major().equals(release);
  }

  /// All streams that may speak of a component, so far as the names of its repositories tell.
  static List<Ecosystem> all(Component component, Ecosystem main) {
    return areNamed(component, main)
        ? new RedHatStreams(AdvisoryDb.none())
            .of(component, main).stream().flatMap(List::stream).toList()
        : List.of(main);
  }

  private static boolean areNamed(Component component, Ecosystem main) {
    return main.name().equals(FAMILY) && !component.detail(Component.CONTENT_SETS).isEmpty();
  }
}

package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Ecosystem;
import dev.assay.model.RedHatProduct;
import dev.assay.model.Vulnerability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The products that a repository of Red Hat's is part of: as Red Hat lists them, else, of those of
/// Red Hat Enterprise Linux and OpenShift, as their names say:
/// `rhel-8-for-x86_64-baseos-eus-rpms__8_DOT_6`.
///
/// Source: <https://redhatproductsecurity.github.io/security-data-guidelines/scanning/>
final class RedHatRepository {
  private static final Ecosystem FAMILY = new Ecosystem("redhat", "");

  /// Whose content, and for which minor release. A name of extended support that does not say which
  /// release it is for says too little.
  private static final Pattern ENTERPRISE =
      Pattern.compile(
          "rhel-([0-9]+)-for-[a-z0-9_]+-[a-z-]+?"
              + "(?:-(aus|e4s|els|eus|tus))?(?:-debug|-source)?-rpms(?:__([0-9]+)_DOT_([0-9]+))?");

  private static final Pattern OPEN =
      Pattern.compile(
          "ubi-([0-9]+)-.+"
              + "|rhel-([67])-(?:server|client|workstation|desktop)(?:-optional)?(?:-debug|-source)?-rpms"
              + "|codeready-builder-for-rhel-([0-9]+)-[a-z0-9_]+(?:-debug|-source)?-rpms");
  private static final Pattern OPENSHIFT =
      Pattern.compile("rhocp-([0-9]+\\.[0-9]+)-for-rhel-([0-9]+)-[a-z0-9_]+-rpms");

  private RedHatRepository() {}

  /// The products of several.
  ///
  /// @param ids between blanks; a CPE among them stands for itself
  static List<RedHatProduct> products(String ids, AdvisoryDb db) {
    Set<RedHatProduct> products = new LinkedHashSet<>();
    for (String id : ids.split(" ")) {
      if (id.startsWith("cpe:/")) {
        RedHatProduct.parse(id).ifPresent(products::add);
      } else {
        List<RedHatProduct> listed = listed(id, db);
        products.addAll(listed.isEmpty() ? named(id).stream().toList() : listed);
      }
    }
    return List.copyOf(products);
  }

  private static List<RedHatProduct> listed(String id, AdvisoryDb db) {
    List<RedHatProduct> listed = new ArrayList<>();
    for (String cpe : db.details(FAMILY, id).map(Vulnerability::references).orElse(List.of())) {
      RedHatProduct.parse(cpe).ifPresent(listed::add);
    }
    return listed;
  }

  private static Optional<RedHatProduct> named(String id) {
    Matcher enterprise = ENTERPRISE.matcher(id);
    if (enterprise.matches()) {
      return enterprise(enterprise);
    }
    Matcher open = OPEN.matcher(id);
    if (open.matches()) {
      String major = open.group(1) != null ? open.group(1) : open.group(2);
      return Optional.of(RedHatProduct.main(major != null ? major : open.group(3)));
    }
    Matcher openshift = OPENSHIFT.matcher(id);
    return openshift.matches()
        ? Optional.of(new RedHatProduct("openshift", openshift.group(1), "el" + openshift.group(2)))
        : Optional.empty();
  }

  private static Optional<RedHatProduct> enterprise(Matcher name) {
    String support = name.group(2);
    if (support == null) {
      return Optional.of(RedHatProduct.main(name.group(1)));
    }
    return name.group(3) == null
        ? Optional.empty()
        : Optional.of(
            new RedHatProduct("rhel_" + support, name.group(3) + "." + name.group(4), ""));
  }
}

package dev.assay.advisory.feed.system;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Purl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The products of a CSAF document. `branches` nest, with a product at their ends; `relationships`
/// make products of two: a package, which has a package URL or a name like `NAME-VERSION-RELEASE`,
/// as a component of a platform, which has a CPE. A module stands between: the package is a
/// component of the module as a component of the platform.
///
/// Source: <https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html> 3.2.2
final class CsafProducts {
  private static final int MAX_DEPTH = 30;
  private static final int MAX_PRODUCTS = 1_000_000;
  private static final Pattern BUILD =
      Pattern.compile(
          "(.+)-((?:[0-9]+:)?[^-:]+-[^-:]+?)(\\.(?:x86_64|aarch64|noarch|s390x|ppc64le|i[3-6]86|src))?");
  private static final Pattern MODULE = Pattern.compile("([^:]+:[^:]+)(?::.*)?");

  private final Map<String, Product> products = new HashMap<>();
  private final Map<String, Relation> relations = new HashMap<>();

  private record Product(String name, String cpe, String purl) {}

  private record Relation(String component, String platform) {}

  /// A package in a platform.
  ///
  /// @param cpe the platform's, or empty
  /// @param platform its name
  /// @param name of the package
  /// @param evr `epoch:version-release`, or empty where every build is meant
  /// @param arch such as `src`, or empty
  /// @param module `nodejs:18`, or empty
  record Member(String cpe, String platform, String name, String evr, String arch, String module) {}

  /// @throws InputFailure where there are more than anybody publishes
  CsafProducts(Json tree) {
    branches(tree, 0);
    for (Json each : tree.at("full_product_names").items()) {
      product(each);
    }
    for (Json each : tree.at("relationships").items()) {
      String id = each.at("full_product_name").text("product_id");
      relations.put(
          id,
          new Relation(each.text("product_reference"), each.text("relates_to_product_reference")));
      check();
    }
  }

  private void branches(Json node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InputFailure("its branches are nested too deep");
    }
    for (Json branch : node.at("branches").items()) {
      if (!branch.at("product").isNull()) {
        product(branch.at("product"));
      }
      branches(branch, depth + 1);
    }
  }

  private void product(Json json) {
    Json helper = json.at("product_identification_helper");
    products.put(
        json.text("product_id"),
        new Product(json.text("name"), helper.text("cpe"), helper.text("purl")));
    check();
  }

  private void check() {
    if (products.size() + relations.size() > MAX_PRODUCTS) {
      throw new InputFailure("it has more than " + MAX_PRODUCTS + " products");
    }
  }

  /// What a product id stands for; empty where that is no rpm package in a platform.
  Optional<Member> find(String id) {
    Relation relation = relations.get(id);
    if (relation == null) {
      return Optional.empty();
    }
    Product component = products.get(relation.component());
    String platform = relation.platform();
    String module = "";
    for (int i = 0; i < MAX_DEPTH && relations.containsKey(platform); i++) {
      Relation outer = relations.getOrDefault(platform, relation);
      module = module(outer.component());
      platform = outer.platform();
    }
    Product system = products.get(platform);
    if (component == null || system == null) {
      return Optional.empty();
    }
    return component.purl().isEmpty()
        ? named(component, system)
        : located(component, system, module);
  }

  private String module(String id) {
    Product product = products.get(id);
    String text = product == null || product.name().isEmpty() ? id : product.name();
    Matcher matcher = MODULE.matcher(text);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static Optional<Member> located(Product component, Product system, String module) {
    Purl purl;
    try {
      purl = Purl.parse(component.purl());
    } catch (InputFailure e) {
      return Optional.empty();
    }
    if (!purl.type().equals("rpm")) {
      return Optional.empty();
    }
    String epoch = purl.qualifiers().getOrDefault("epoch", "");
    boolean hasEpoch = !epoch.isEmpty() && !epoch.equals("0") && !purl.version().isEmpty();
    Matcher own = MODULE.matcher(purl.qualifiers().getOrDefault("rpmmod", ""));
    return Optional.of(
        new Member(
            system.cpe(),
            system.name(),
            purl.name(),
            hasEpoch ? epoch + ":" + purl.version() : purl.version(),
            purl.qualifiers().getOrDefault("arch", ""),
            own.matches() ? own.group(1) : module));
  }

  private static Optional<Member> named(Product component, Product system) {
    if (component.name().isEmpty() || component.name().contains(" ")) {
      return Optional.empty();
    }
    int slash = component.name().indexOf('/');
    String module = slash < 0 ? "" : component.name().substring(0, slash);
    if (slash >= 0 && !module.contains(":")) {
      return Optional.empty(); // an image: `openshift4/ose-cli`
    }
    Matcher build = BUILD.matcher(component.name().substring(slash + 1));
    boolean isBuild = build.matches() && build.group(2).chars().anyMatch(Character::isDigit);
    String arch = isBuild && build.group(3) != null ? build.group(3).substring(1) : "";
    return Optional.of(
        new Member(
            system.cpe(),
            system.name(),
            isBuild ? build.group(1) : component.name().substring(slash + 1),
            isBuild ? build.group(2) : "",
            arch,
            module));
  }
}

package dev.assay.analyze.language.lock;

import dev.assay.analyze.language.LockFile;
import dev.assay.analyze.language.LockGraph;
import dev.assay.analyze.language.LockText;
import dev.assay.format.json.Json;
import dev.assay.format.json.PartialJson;
import dev.assay.model.PackageType;
import java.util.List;
import java.util.stream.Stream;

/// Swift's `Package.resolved`: `pins`, since version 2 at the top and with a `location`, in version
/// 1 inside `object` and with a `repositoryURL`. A pin to a branch or a commit has no version; the
/// branch or commit stands for it.
///
/// Source: <https://github.com/swiftlang/swift-package-manager/tree/main/Documentation>
public final class SwiftResolvedAnalyzer extends LockFile {
  public SwiftResolvedAnalyzer() {
    super("swift", PackageType.SWIFT, "Package.resolved", ".package.resolved");
  }

  @Override
  protected void list(LockText lock, LockGraph graph) {
    PartialJson.Result file = lock.json();
    Json root = file.document();
    lock.expectOneOf(root, "pins", "object");
    for (Json pins : List.of(root.at("pins"), root.at("object").at("pins"))) {
      for (Json pin : pins.items()) {
        String name = name(pin);
        Json state = pin.at("state");
        String version =
            Stream.of("version", "branch", "revision")
                .map(state::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        PartialJson.Lines lines = file.lines(pin);
        if (isLocal(pin)) {
          continue;
        }
        if (name.isEmpty() || version.isEmpty()) {
          lock.found().gap(lines.start(), "a pin without place or version");
        } else {
          graph.add(name, version).lines(lines.start(), lines.end());
        }
      }
    }
  }

  private static boolean isLocal(Json pin) {
    return pin.text("kind").startsWith("local");
  }

  /// `github.com/apple/swift-nio`; in a registry `scope.name`.
  private static String name(Json pin) {
    String location = pin.text("location");
    String place = location.isEmpty() ? pin.text("repositoryURL") : location;
    if (place.isEmpty()) {
      return pin.text("identity").replaceFirst("\\.", "/");
    }
    int scheme = place.indexOf("://");
    String plain = scheme < 0 ? place.replaceFirst(":", "/") : place.substring(scheme + 3);
    int user = plain.indexOf('@');
    boolean hasUser = user >= 0 && user < plain.indexOf('/');
    String host = hasUser ? plain.substring(user + 1) : plain;
    return host.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
  }
}

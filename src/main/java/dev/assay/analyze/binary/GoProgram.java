package dev.assay.analyze.binary;

import dev.assay.analyze.Found;
import dev.assay.format.golang.GoBuildInfo;
import dev.assay.format.golang.GoModule;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Relationship;

/// What a Go program is made of: the standard library, the main module, and the modules built into
/// it, each after replacement.
final class GoProgram {
  static final String FOUND_BY = "gobinary";

  /// What Go writes where a module was not built at a version.
  private static final String UNKNOWN = "(devel)";

  private GoProgram() {}

  static void add(GoBuildInfo info, boolean isCut, Found found) {
    String library = info.libraryVersion();
    if (!library.isEmpty()) {
      found.component(
          Component.of(PackageType.GO, FOUND_BY, "stdlib", library)
              .relationship(Relationship.DIRECT)
              .detail("goVersion", info.goVersion())
              .build());
    }
    info.main().filter(main -> !main.path().isEmpty()).ifPresent(main -> main(main, info, found));
    for (GoModule module : info.dependencies()) {
      found.component(
          Component.of(PackageType.GO, FOUND_BY, module.path(), module.version()).build());
    }
    if (isCut) {
      ProgramGap.GO_DAMAGED.in(found, 0);
    } else if (info.path().isEmpty() && info.main().isEmpty()) {
      ProgramGap.GO_WITHOUT_MODULES.in(found, 0);
    }
  }

  private static void main(GoModule main, GoBuildInfo info, Found found) {
    boolean isKnown = !main.version().isEmpty() && !main.version().equals(UNKNOWN);
    String version =
        isKnown
            ? main.version()
            : LinkerFlags.version(main.path(), info.settings().getOrDefault("-ldflags", ""))
                .orElse(UNKNOWN);
    found.component(
        Component.of(PackageType.GO, FOUND_BY, main.path(), version)
            .relationship(Relationship.ROOT)
            .detail("program", info.path().equals(main.path()) ? "" : info.path())
            .detail("revision", info.settings().getOrDefault("vcs.revision", ""))
            .build());
  }
}

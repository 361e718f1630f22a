package dev.assay.analyze.binary;

import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.program.ElfSections;
import dev.assay.format.program.KeptBytes;
import dev.assay.format.program.ProgramLayout;
import dev.assay.format.program.Region;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Relationship;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The crates of a Rust program, where it was built with `cargo auditable`: a section `.dep-v0` of
/// JSON packed by zlib. In `packages`, `dependencies` are indexes into the same list; `kind` is
/// `runtime` where it is missing; what served the build alone is not in the program and is left
/// out.
///
/// Source: <https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md>
final class RustProgram {
  static final String FOUND_BY = "rustbinary";
  private static final String SECTION = ".dep-v0";

  private RustProgram() {}

  static void add(ProgramLayout layout, KeptBytes kept, Found found) {
    for (Region section : sections(layout, kept)) {
      int size = (int) Math.min(section.sizeBytes(), CrateList.MAX_PACKED);
      Optional<byte[]> start = kept.bytes(section.offset(), Math.min(size, 2));
      if (start.isPresent() && CrateList.isZlib(start.get(), 0)) {
        Optional<byte[]> packed = kept.bytes(section.offset(), size);
        boolean isNamed = section.name().equals(SECTION);
        packed.ifPresent(bytes -> read(bytes, isNamed, section.offset(), found));
      }
    }
  }

  /// ELF's are not named here; there the content alone decides.
  private static List<Region> sections(ProgramLayout layout, KeptBytes kept) {
    return layout.format() == ProgramLayout.Format.ELF
        ? ElfSections.data(layout, kept)
        : layout.regions().stream().filter(r -> r.name().equals(SECTION)).toList();
  }

  private static void read(byte[] packed, boolean isNamed, long offset, Found found) {
    CrateList list = CrateList.unpack(packed);
    if (!isNamed && !list.looksLikeOne()) {
      return;
    }
    if (!list.isWhole()) {
      ProgramGap.RUST_DAMAGED.in(found, offset);
      return;
    }
    try {
      crates(Json.parseBounded(list.json(), "list of crates").at("packages").items(), found);
    } catch (InputFailure e) {
      ProgramGap.RUST_NOT_JSON.in(found, offset);
    }
  }

  private static void crates(List<Json> packages, Found found) {
    for (Json crate : packages) {
      String name = crate.text("name");
      String version = crate.text("version");
      if (!isInProgram(crate) || name.isEmpty() || version.isEmpty()) {
        continue;
      }
      var needs = new ArrayList<String>();
      for (Json index : crate.at("dependencies").items()) {
        long at = index.whole().orElse(-1L);
        if (at >= 0 && at < packages.size() && isInProgram(packages.get((int) at))) {
          needs.add(
              packages.get((int) at).text("name") + "@" + packages.get((int) at).text("version"));
        }
      }
      String source = crate.text("source");
      found.component(
          Component.of(PackageType.CARGO, FOUND_BY, name, version)
              .relationship(crate.at("root").isTrue() ? Relationship.ROOT : Relationship.UNKNOWN)
              .dependsOn(needs.stream().sorted().distinct().toList())
              .detail("registry", source.equals("crates.io") ? "" : source)
              .build());
    }
  }

  private static boolean isInProgram(Json crate) {
    return !crate.text("kind").equals("build");
  }
}

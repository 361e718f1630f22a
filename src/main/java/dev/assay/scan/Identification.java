package dev.assay.scan;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.PublishedFile;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.KeyOrder;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Archives whose coordinates were guessed, or could not even be guessed, are asked for by their
/// SHA-1 in the database's index of a repository. It happens here and not in the analysis: what is
/// cached of a layer depends on the layer alone.
///
/// A library without a version in the end is left out: nothing can be said about it but that, as a
/// gap.
final class Identification {
  private static final Ecosystem MAVEN = new Ecosystem("maven", "");
  private static final String UNTOLD = "a Java library whose version cannot be told";
  private static final Comparator<Placed> ORDER =
      KeyOrder.by((Placed placed) -> placed.component().type())
          .thenComparing(placed -> placed.component().name())
          .thenComparing(placed -> placed.component().version())
          .thenComparing(placed -> placed.component().path());

  private Identification() {}

  /// The inventory with the coordinates that the index has.
  static Inventory of(Inventory inventory, AdvisoryDb db) {
    if (!asksForAny(inventory)) {
      return inventory;
    }
    List<Placed> asked = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (Placed one : inventory.components()) {
      boolean isAsked = isAsked(one.component());
      (isAsked ? asked : placed).add(one);
      if (isAsked) {
        paths.add(one.component().path());
      }
    }
    Set<String> known = new HashSet<>();
    for (Placed one : placed) {
      if (paths.contains(one.component().path())) {
        known.add(place(one.component()));
      }
    }
    var gaps = new TreeSet<Gap>(inventory.gaps());
    for (Placed one : asked) {
      Optional<Component> identified = identified(one.component(), db);
      identified
          .filter(component -> known.add(place(component)))
          .ifPresent(component -> placed.add(new Placed(component, one.layer())));
      if (identified.isEmpty()) {
        gaps.add(new Gap(one.component().path(), 0, UNTOLD));
      }
    }
    placed.sort(ORDER);
    return new Inventory(inventory.operatingSystem(), placed, List.copyOf(gaps));
  }

  /// A plain loop: thousands are looked at before anything is compiled.
  private static boolean asksForAny(Inventory inventory) {
    for (Placed placed : inventory.components()) {
      if (isAsked(placed.component())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAsked(Component component) {
    return component.type() == PackageType.MAVEN && !component.detail("sha1").isEmpty();
  }

  private static String place(Component component) {
    return component.id() + " " + component.path();
  }

  private static Optional<Component> identified(Component guessed, AdvisoryDb db) {
    List<PublishedFile> files = db.identify(MAVEN, guessed.detail("sha1"));
    if (files.isEmpty()) {
      return guessed.version().isEmpty() ? Optional.empty() : Optional.of(guessed);
    }
    PublishedFile best = best(files, guessed);
    return Optional.of(
        Component.of(guessed.type(), guessed.foundBy(), best.name(), best.version())
            .licenses(guessed.licenses())
            .path(guessed.path())
            .relationship(guessed.relationship())
            .details(guessed.details())
            .detail("evidence", "index")
            .detail("confidence", "high")
            .build());
  }

  /// Some files are published under several coordinates: the guess decides, else the first.
  private static PublishedFile best(List<PublishedFile> files, Component guessed) {
    String artifact = artifact(guessed.name());
    return files.stream()
        .filter(file -> file.name().equals(guessed.name()))
        .findFirst()
        .or(() -> files.stream().filter(f -> artifact(f.name()).equals(artifact)).findFirst())
        .orElse(files.getFirst());
  }

  private static String artifact(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}

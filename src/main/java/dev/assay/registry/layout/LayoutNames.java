package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.Manifest;
import dev.assay.registry.layout.LayoutIndex.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a reference means in a layout: a name of its index, a name that is only implied, or, where
/// nothing is named, the only image.
final class LayoutNames {
  /// By what cosign tells apart what it has saved.
  private static final String KIND = "kind";

  private static final String COSIGN = "dev.cosignproject.cosign/";

  /// Tags that clients make of a digest: signatures, attestations, lists of referrers.
  private static final Pattern DERIVED =
      Pattern.compile("sha(?:256|512)-([0-9a-f]{64,128})(?:\\.(sig|att|sbom))?");

  private final LayoutIndex index;
  private final LayoutManifests manifests;

  LayoutNames(LayoutIndex index, LayoutManifests manifests) {
    this.index = index;
    this.manifests = manifests;
  }

  /// The manifest that a reference without a digest means.
  ///
  /// @throws InputFailure where it may be one or another
  Optional<Entry> choose(ImageRef ref) {
    List<Entry> found = ref.tag().isPresent() ? named(ref.tag().get()) : images();
    if (found.size() > 1) {
      throw new InputFailure(
          "cannot choose an image of " + ref + ": there are " + found.size(),
          ref.tag().isPresent() ? "name one by its digest: oci:DIR@sha256:…" : offered());
    }
    return found.stream().findFirst();
  }

  private List<Entry> named(String name) {
    List<Entry> found = index.named(name);
    return found.isEmpty() ? savedByCosign(name) : found;
  }

  /// Cosign saves one image; its signatures have no name there.
  private List<Entry> savedByCosign(String name) {
    var derived = DERIVED.matcher(name);
    if (!derived.matches() || derived.group(2) == null) {
      return List.of();
    }
    List<Entry> images = index.distinct(e -> e.note(KIND).startsWith(COSIGN + "image"));
    boolean isOfIt =
        images.size() == 1 && images.getFirst().digest().hex().equals(derived.group(1));
    return isOfIt
        ? index.distinct(
            e -> e.name().isEmpty() && e.note(KIND).equals(COSIGN + derived.group(2) + "s"))
        : List.of();
  }

  /// What is there for its own sake; where that is several, what has a name.
  private List<Entry> images() {
    Set<Digest> companions = manifests.companions(index);
    List<Entry> all =
        index.distinct(entry ->
            !DERIVED.matcher(entry.name()).matches()
                && (entry.note(KIND).startsWith(COSIGN + "image")
                    || !entry.note(KIND).startsWith(COSIGN))
                && !companions.contains(entry.digest()));
    List<Entry> named = all.stream().filter(entry -> !entry.name().isEmpty()).toList();
    return all.size() > 1 && !named.isEmpty() ? named : all;
  }

  /// What may be asked for, as a hint.
  String offered() {
    String all =
        index.entries().stream()
            .map(Entry::name)
            .filter(name -> !name.isEmpty() && !DERIVED.matcher(name).matches())
            .distinct()
            .limit(20)
            .map(name -> Printable.of(name, 100))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "name an image by its digest: oci:DIR@sha256:…" : "it has " + all;
  }

  /// Whether an entry is an image as cosign saves it: it gives it no name.
  static boolean isSavedByCosign(Entry entry) {
    return entry.name().isEmpty() && entry.note(KIND).startsWith(COSIGN + "image");
  }

  /// What is to be noted of a manifest that gets a tag: the tag, and what cosign looks for.
  static SortedMap<String, String> notes(ImageRef ref, Manifest manifest) {
    SortedMap<String, String> notes = new TreeMap<>();
    if (ref.tag().isEmpty()) {
      return notes;
    }
    notes.put(LayoutIndex.NAME, ref.tag().get());
    var derived = DERIVED.matcher(ref.tag().get());
    if (!derived.matches() && manifest.subject().isEmpty()) {
      notes.put(KIND, COSIGN + (manifest instanceof ImageIndex ? "imageIndex" : "image"));
    } else if (derived.matches() && derived.group(2) != null) {
      notes.put(KIND, COSIGN + derived.group(2) + "s");
    }
    return notes;
  }
}

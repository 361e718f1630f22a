package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.Progress;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.Manifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.layout.LayoutIndex.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The manifests of a layout, each checked against its digest, and what they refer to. What was
/// read of one is kept: its digest stands for it.
final class LayoutManifests {
  /// Of all that are read to find what refers to something.
  private static final long MAX_SEARCHED_BYTES = 32L << 20;

  private static final int MAX_BLOBS = 20_000;

  private final LayoutFolder folder;
  private final Progress progress;
  private final Map<Digest, About> known = new ConcurrentHashMap<>();

  /// What is listed and not there, and was said to be so.
  private final Set<Digest> missing = ConcurrentHashMap.newKeySet();

  private long searchedBytes;

  LayoutManifests(LayoutFolder folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /// What a manifest is about.
  ///
  /// @param referrer as a list names it; only where it has a subject
  /// @param children what an index lists
  private record About(
      Optional<Digest> subject, Optional<Descriptor> referrer, Set<Digest> children) {
    static final About UNREADABLE = new About(Optional.empty(), Optional.empty(), Set.of());
  }

  /// The manifest with a digest; empty where it is not there.
  ///
  /// @param mediaType as some list says, or empty
  /// @throws InputFailure where it is damaged, or no manifest
  Optional<PulledManifest> find(Digest digest, String mediaType) {
    String what = "manifest " + digest + " of layout " + folder;
    Optional<byte[]> content = folder.read(LayoutFolder.path(digest), Manifest.MAX_BYTES);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Digest actual = Digest.of(digest.hasher().digest(content.get()));
    if (!actual.equals(digest)) {
      throw new InputFailure("cannot trust " + what + ": its bytes hash to " + actual);
    }
    Manifest manifest = Manifest.parse(content.get(), mediaType, what);
    return Optional.of(new PulledManifest(content.get(), manifest, digest, digest.toString()));
  }

  /// What refers to a manifest, of all that the index lists, or that a list of referrers in it
  /// does.
  ///
  /// @throws InputFailure where there is too much to look through
  List<Descriptor> referrers(LayoutIndex index, Digest subject) {
    List<Descriptor> found = new ArrayList<>();
    Set<Digest> seen = new HashSet<>();
    String list = subject.algorithm() + "-" + subject.hex();
    for (Entry entry : index.entries()) {
      look(entry.descriptor(), subject, seen, found);
      if (entry.name().equals(list)) {
        listed(entry).forEach(descriptor -> look(descriptor, subject, seen, found));
      }
    }
    if (index.entries().stream().anyMatch(LayoutNames::isSavedByCosign)) {
      unlisted(subject, seen, found);
    }
    return found;
  }

  /// Cosign saves bundles as blobs and lists them nowhere: it looks at all blobs when it verifies.
  private void unlisted(Digest subject, Set<Digest> seen, List<Descriptor> found) {
    for (Digest digest : folder.documents(Manifest.MAX_BYTES, MAX_BLOBS)) {
      if (seen.add(digest)) {
        referrer(document(digest), subject).ifPresent(found::add);
      }
    }
  }

  private List<Descriptor> listed(Entry entry) {
    Optional<PulledManifest> list = find(entry.digest(), entry.descriptor().mediaType());
    return list.isPresent() && list.get().manifest() instanceof ImageIndex index
        ? index.manifests()
        : List.of();
  }

  private void look(Descriptor entry, Digest subject, Set<Digest> seen, List<Descriptor> found) {
    if (seen.add(entry.digest())) {
      referrer(about(entry), subject).ifPresent(found::add);
    }
  }

  private static Optional<Descriptor> referrer(About about, Digest subject) {
    return about.subject().filter(subject::equals).flatMap(_ -> about.referrer());
  }

  /// What is there because of another: it refers to one, or has no name and an index lists it.
  Set<Digest> companions(LayoutIndex index) {
    Set<Digest> children = new HashSet<>();
    index.entries().forEach(entry -> children.addAll(about(entry.descriptor()).children()));
    Set<Digest> companions = new HashSet<>();
    for (Entry entry : index.entries()) {
      boolean isPart = entry.name().isEmpty() && children.contains(entry.digest());
      if (isPart || about(entry.descriptor()).subject().isPresent()) {
        companions.add(entry.digest());
      }
    }
    return companions;
  }

  private About about(Descriptor entry) {
    About before = known.get(entry.digest());
    if (before != null) {
      return before;
    }
    Optional<PulledManifest> pulled;
    try {
      pulled = find(entry.digest(), entry.mediaType());
    } catch (InputFailure e) {
      progress.warn("left out: " + e.getMessage());
      return keep(entry.digest(), About.UNREADABLE);
    }
    if (pulled.isEmpty()) {
      if (missing.add(entry.digest())) {
        progress.warn("layout " + folder + " lists " + entry.digest() + " and does not have it");
      }
      return About.UNREADABLE; // not kept: it may still be brought
    }
    count(pulled.get());
    return keep(entry.digest(), about(pulled.get()));
  }

  /// The same of a blob that may be no manifest at all.
  private About document(Digest digest) {
    About before = known.get(digest);
    if (before != null) {
      return before;
    }
    Optional<PulledManifest> pulled;
    try {
      pulled = find(digest, "");
    } catch (InputFailure e) {
      // A configuration, or a document that is attached.
      progress.debug("no manifest: " + e.getMessage());
      return About.UNREADABLE;
    }
    pulled.ifPresent(this::count);
    return pulled.map(found -> keep(digest, about(found))).orElse(About.UNREADABLE);
  }

  private About keep(Digest digest, About about) {
    known.put(digest, about);
    return about;
  }

  private static About about(PulledManifest pulled) {
    Set<Digest> children = new HashSet<>();
    if (pulled.manifest() instanceof ImageIndex index) {
      index.manifests().forEach(child -> children.add(child.digest()));
    }
    Optional<Digest> subject = pulled.manifest().subject().map(Descriptor::digest);
    return new About(subject, subject.map(_ -> pulled.asReferrer()), children);
  }

  private void count(PulledManifest pulled) {
    searchedBytes += pulled.manifest().sizeBytes();
    if (searchedBytes > MAX_SEARCHED_BYTES) {
      throw new InputFailure(
          "cannot search layout "
              + folder
              + ": its manifests have more than the "
              + MAX_SEARCHED_BYTES
              + " bytes supported");
    }
  }
}

package dev.assay.registry.artifact;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import dev.assay.registry.ContentStore.StoredManifest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.Manifest;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The list that clients keep where the registry keeps none: an index under the tag `sha256-<hex of
/// the subject>`.
///
/// Nothing keeps two clients from storing their own version of it over each other's; most
/// registries of this kind know no conditions. So whoever adds an entry reads the list again after
/// a while that is longer than another client needs between its reading and its writing, and begins
/// anew where the entry, or any other that it has seen, is gone.
///
/// Source:
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema>
final class FallbackTag {
  /// Each costs a request.
  private static final int MAX_ENTRIES = 1_000;

  private static final int MAX_ROUNDS = 40;
  private static final long SHORTEST_QUIET_MILLIS = 400;
  private static final long LONGEST_QUIET_MILLIS = 10_000;

  /// What is kept of the manifests read for a list, so that nobody has to read them again.
  private static final long MAX_KEPT_BYTES = 8 << 20;

  private final ContentStore registry;
  private final ListBudget budget;

  FallbackTag(ContentStore registry, ListBudget budget) {
    this.registry = registry;
    this.budget = budget;
  }

  /// The tag for a subject, within the length a tag may have.
  static ImageRef tag(ReferrerQuery query) {
    Digest subject = query.subject();
    String tag = subject.algorithm() + "-" + subject.hex().substring(0, 64);
    ImageRef repository = query.repository();
    return new ImageRef(
        repository.host(), repository.repository(), Optional.of(tag), Optional.empty());
  }

  /// Lists what the manifests themselves say to be: other tools have written wrong types into the
  /// index.
  ReferrerList list(ReferrerQuery query) {
    Optional<PulledManifest> index = index(query);
    List<Referrer> found = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    long keptBytes = 0;
    for (Descriptor entry : index.map(i -> entries(query, i)).orElse(List.of())) {
      Referrer read;
      try {
        read = read(query, entry);
      } catch (InputFailure e) {
        skipped.add(reason(entry, e));
        continue;
      }
      budget.take(query, read.descriptor().sizeBytes());
      if (query.artifactType().isEmpty() || read.artifactType().equals(query.artifactType())) {
        keptBytes += read.descriptor().sizeBytes();
        found.add(
            keptBytes > MAX_KEPT_BYTES ? new Referrer(read.descriptor(), Optional.empty()) : read);
      }
    }
    return new ReferrerList(ReferrerList.Way.TAG, found, skipped);
  }

  /// What is wrong with the list is the registry's trouble, not the image's.
  private Optional<PulledManifest> index(ReferrerQuery query) {
    try {
      return registry.findManifest(tag(query));
    } catch (InputFailure e) {
      throw new RemoteFailure(String.valueOf(e.getMessage()), e.hint());
    }
  }

  static String reason(Descriptor entry, InputFailure failure) {
    return entry.digest() + ": " + Printable.of(String.valueOf(failure.getMessage()), 300);
  }

  private static List<Descriptor> entries(ReferrerQuery query, PulledManifest pulled) {
    if (!(pulled.manifest() instanceof ImageIndex index)) {
      throw new RemoteFailure(
          "cannot list what refers to "
              + query.repository().at(query.subject())
              + ": there is an image under the tag "
              + tag(query)
              + " where the list should be");
    }
    if (index.manifests().size() > MAX_ENTRIES) {
      throw ListBudget.tooMuch(query, MAX_ENTRIES + " entries under the tag " + tag(query));
    }
    return index.manifests();
  }

  /// Reads what an entry stands for.
  ///
  /// @throws InputFailure where it is gone, damaged or about something else
  Referrer read(ReferrerQuery query, Descriptor entry) {
    PulledManifest pulled = registry.manifest(query.repository().at(entry.digest()));
    Manifest manifest = pulled.manifest();
    Optional<Digest> subject = manifest.subject().map(Descriptor::digest);
    if (!subject.equals(Optional.of(query.subject()))) {
      throw new InputFailure(
          "it refers to " + subject.map(Digest::toString).orElse("nothing") + " by its own word");
    }
    return new Referrer(pulled.asReferrer(), Optional.of(pulled));
  }

  private static Descriptor describe(Manifest manifest, Descriptor bare) {
    return new Descriptor(
        bare.mediaType(),
        bare.digest(),
        bare.sizeBytes(),
        manifest.annotations(),
        Optional.empty(),
        List.of(),
        manifest.kind());
  }

  /// Adds an artifact to the list and returns when it is there to stay.
  ///
  /// @throws RemoteFailure where the registry does not take the list, or others keep writing over
  ///   it
  void add(ReferrerQuery query, Manifest artifact) {
    Descriptor own =
        describe(
            artifact, Descriptor.of(artifact.mediaType(), artifact.digest(), artifact.sizeBytes()));
    FallbackIndex known = FallbackIndex.EMPTY.with(own);
    Pauses pauses = new Pauses(registry.settings());
    boolean mayBeOver = false;
    long quietMillis = SHORTEST_QUIET_MILLIS;
    for (int round = 1; round <= MAX_ROUNDS; round++) {
      long start = pauses.millis();
      Optional<PulledManifest> pulled = registry.findManifest(tag(query));
      FallbackIndex current = pulled.map(p -> read(query, p)).orElse(FallbackIndex.EMPTY);
      FallbackIndex missing =
          known.without(current).keep(d -> d.equals(own.digest()) || exists(query, d));
      known = current.with(missing);
      if (missing.isEmpty()) {
        if (mayBeOver || round == 1) {
          return;
        }
        mayBeOver = true;
        pauses.pause(2 * quietMillis);
        continue;
      }
      mayBeOver = store(query, known, pulled);
      quietMillis = Math.clamp(4 * (pauses.millis() - start), quietMillis, LONGEST_QUIET_MILLIS);
      pauses.pause(mayBeOver ? 2 * quietMillis : Math.min(2_000, 50L << Math.min(round, 8)));
    }
    throw Referrers.lost(
        query,
        own.digest(),
        "others kept writing over the list under "
            + tag(query)
            + " through "
            + MAX_ROUNDS
            + " rounds");
  }

  private static FallbackIndex read(ReferrerQuery query, PulledManifest pulled) {
    entries(query, pulled);
    return FallbackIndex.parse(pulled.content(), tag(query).toString());
  }

  /// Whether an entry that is gone from the list was lost, not deleted.
  private boolean exists(ReferrerQuery query, Digest digest) {
    return registry.look(query.repository().at(digest)).isPresent();
  }

  /// Stores the list, unless the registry sees that it has changed since it was read.
  private boolean store(ReferrerQuery query, FallbackIndex index, Optional<PulledManifest> before) {
    byte[] content = index.content();
    if (content.length > Manifest.MAX_BYTES) {
      throw new RemoteFailure(
          "cannot attach to "
              + query.repository().at(query.subject())
              + ": the list under "
              + tag(query)
              + " would be longer than the "
              + Manifest.MAX_BYTES
              + " bytes a manifest may have");
    }
    try {
      StoredManifest stored =
          registry.storeManifest(
              tag(query),
              content,
              MediaTypes.OCI_INDEX,
              before.map(PulledManifest::entityTag).orElse(""));
      return stored.isStored();
    } catch (RemoteFailure e) {
      throw unlisted(query, e);
    }
  }

  private static RemoteFailure unlisted(ReferrerQuery query, Failure cause) {
    return new RemoteFailure(
        "the artifact is stored but not listed: " + cause.getMessage(),
        "the registry has no referrers API, so the list is kept under the tag "
            + tag(query).tag().orElse("")
            + ": a repository with immutable tags takes it once and no change of it");
  }
}

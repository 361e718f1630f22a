package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import dev.assay.registry.ContentStore.StoredManifest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.Manifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerPage;
import dev.assay.registry.ReferrerQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists what refers to an image and adds to it, whether the registry keeps such lists or not. That
/// there is nothing is said only where the registry said so. All lists that one of these reads
/// count together towards its limits.
public final class Referrers {
  private static final int MAX_PAGES = 1_000;
  private static final int MAX_REFERRERS = 10_000;

  private final ContentStore registry;
  private final ListBudget budget = new ListBudget();
  private final FallbackTag fallback;

  public Referrers(ContentStore registry) {
    this.registry = registry;
    this.fallback = new FallbackTag(registry, budget);
  }

  /// Lists them.
  ///
  /// @throws RemoteFailure where it cannot be told what there is: the registry fails, or answers
  ///   with something else than a list, or in a circle
  /// @throws InputFailure where it is more than can be listed
  public ReferrerList list(ReferrerQuery query) {
    return pages(query).map(found -> ofType(query, found)).orElseGet(() -> fallback.list(query));
  }

  /// All that the registry's own list has; empty where it keeps none.
  private Optional<List<Descriptor>> pages(ReferrerQuery query) {
    List<Descriptor> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> page = Optional.of("");
    while (page.isPresent()) {
      if (!seen.add(page.get())) {
        throw new RemoteFailure(
            "cannot list what refers to "
                + query.repository().at(query.subject())
                + ": the pages of the registry's list go in a circle");
      }
      Optional<ReferrerPage> answer = registry.referrers(query, page.get());
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      budget.take(query, answer.get().sizeBytes());
      found.addAll(answer.get().referrers());
      page = answer.get().next();
      if (found.size() > MAX_REFERRERS) {
        throw ListBudget.tooMuch(query, MAX_REFERRERS + " entries");
      }
      if (page.isPresent() && seen.size() == MAX_PAGES) {
        throw ListBudget.tooMuch(query, MAX_PAGES + " pages");
      }
    }
    return Optional.of(found);
  }

  /// Registries may leave the filter to us, and one may leave out the type.
  private ReferrerList ofType(ReferrerQuery query, List<Descriptor> found) {
    List<Referrer> wanted = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Descriptor descriptor : found) {
      if (query.artifactType().isEmpty()
          || descriptor.artifactType().equals(query.artifactType())) {
        wanted.add(new Referrer(descriptor, Optional.empty()));
      } else if (descriptor.artifactType().isEmpty()) {
        Descriptor read;
        try {
          read = fallback.read(query, descriptor).descriptor();
        } catch (InputFailure e) {
          skipped.add(FallbackTag.reason(descriptor, e));
          continue;
        }
        budget.take(query, read.sizeBytes());
        if (read.artifactType().equals(query.artifactType())) {
          wanted.add(new Referrer(read, Optional.empty()));
        }
      }
    }
    return new ReferrerList(ReferrerList.Way.API, wanted, skipped);
  }

  /// The manifest of a referrer, checked: its bytes have the digest of the list, and it says itself
  /// that it is about the subject.
  ///
  /// @throws InputFailure where it is gone, damaged or about something else
  public PulledManifest open(ReferrerQuery query, Referrer referrer) {
    return referrer
        .manifest()
        .or(() -> fallback.read(query, referrer.descriptor()).manifest())
        .orElseThrow();
  }

  /// Stores a manifest that has a subject, by its digest, and sees to it that it is listed. What it
  /// names must be there.
  ///
  /// @param repository where; tag and digest do not count
  /// @param content a manifest or index
  /// @return when it is listed, for certain
  /// @throws InputFailure where the content is no manifest with a subject
  /// @throws RemoteFailure where the registry does not take it, or it is not in the list afterwards
  public Attached attach(ImageRef repository, byte[] content) {
    Digest digest = Digest.sha256(content);
    ImageRef ref = repository.at(digest);
    Manifest manifest = Manifest.parse(content, "", "artifact " + digest);
    Descriptor subject =
        manifest
            .subject()
            .orElseThrow(() ->
                new InputFailure("cannot attach artifact " + digest + ": it names no subject"));
    StoredManifest stored = registry.storeManifest(ref, content, manifest.mediaType(), "");
    if (stored.subject().equals(subject.digest().toString())) {
      return new Attached(digest, subject.digest(), ReferrerList.Way.API);
    }
    ReferrerQuery query = new ReferrerQuery(repository, subject.digest(), "");
    Optional<List<Descriptor>> listed = pages(query);
    if (listed.isEmpty()) {
      fallback.add(query, manifest);
      return new Attached(digest, subject.digest(), ReferrerList.Way.TAG);
    }
    awaitListed(query, digest, listed.get());
    return new Attached(digest, subject.digest(), ReferrerList.Way.API);
  }

  /// A registry may list what it has taken a little later.
  private void awaitListed(ReferrerQuery query, Digest digest, List<Descriptor> first) {
    List<Descriptor> listed = first;
    Pauses pauses = new Pauses(registry.settings());
    for (int attempt = 1; listed.stream().noneMatch(d -> d.digest().equals(digest)); attempt++) {
      if (attempt > 5) {
        throw lost(query, digest, "the registry took it but does not list it");
      }
      pauses.pause(100L << attempt);
      listed = pages(query).orElse(List.of());
    }
  }

  static RemoteFailure lost(ReferrerQuery query, Digest digest, String problem) {
    return new RemoteFailure(
        "cannot attach "
            + digest
            + " to "
            + query.repository().at(query.subject())
            + ": referrer lost: "
            + problem,
        "attach it again: what is stored already is not sent twice");
  }
}

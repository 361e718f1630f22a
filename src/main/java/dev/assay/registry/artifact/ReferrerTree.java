package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ReferrerQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What refers to a manifest, what refers to that, and so on.
///
/// @param manifest this one
/// @param branches what refers to it
/// @param skipped entries of the list that do not hold, with the reason
public record ReferrerTree(Descriptor manifest, List<ReferrerTree> branches, List<String> skipped) {
  private static final int MAX_DEPTH = 10;
  private static final int MAX_SIZE = 10_000;

  public ReferrerTree {
    branches = List.copyOf(branches);
    skipped = List.copyOf(skipped);
  }

  /// Asks for all of it.
  ///
  /// @param artifactType of the only kind that is wanted directly below, or empty for all
  /// @throws dev.assay.failure.RemoteFailure where it cannot be told
  /// @throws InputFailure where it is deeper or larger than can be shown
  public static ReferrerTree read(
      Referrers referrers, ImageRef repository, Descriptor manifest, String artifactType) {
    return new Reader(referrers, repository).read(manifest, artifactType, 1);
  }

  private static final class Reader {
    private final Referrers referrers;
    private final ImageRef repository;
    private final Set<Digest> seen = new HashSet<>();

    Reader(Referrers referrers, ImageRef repository) {
      this.referrers = referrers;
      this.repository = repository;
    }

    ReferrerTree read(Descriptor manifest, String artifactType, int depth) {
      if (!seen.add(manifest.digest())) {
        return new ReferrerTree(manifest, List.of(), List.of());
      }
      if (depth > MAX_DEPTH || seen.size() > MAX_SIZE) {
        throw new InputFailure(
            "cannot list what refers to "
                + repository.at(manifest.digest())
                + ": the tree of referrers has more than the "
                + (depth > MAX_DEPTH ? MAX_DEPTH + " levels" : MAX_SIZE + " manifests")
                + " supported");
      }
      ReferrerList list =
          referrers.list(new ReferrerQuery(repository, manifest.digest(), artifactType));
      List<ReferrerTree> branches = new ArrayList<>();
      for (Referrer referrer : list.referrers()) {
        branches.add(read(referrer.descriptor(), "", depth + 1));
      }
      return new ReferrerTree(manifest, branches, list.skipped());
    }
  }
}

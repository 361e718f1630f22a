package dev.assay.cli.artifact;

import dev.assay.cli.artifact.Branches.Branch;
import dev.assay.failure.Printable;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.ReferrerTree;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `assay tree REF`: signatures, attestations and SBOMs, as referrers and under Cosign's older
/// tags.
public final class TreeCommand {
  public static final String SUMMARY = "Show the signatures, attestations and SBOMs of an image";

  /// What Cosign's bundles say they are about.
  private static final String PREDICATE = "dev.sigstore.bundle.predicateType";

  private static final Map<String, String> TAGS =
      new TreeMap<>(Map.of(".sig", "signatures", ".att", "attestations", ".sbom", "SBOMs"));

  private TreeCommand() {}

  /// Runs it.
  public static int run(Call call) throws IOException {
    ImageRef ref = call.onlyReference();
    call.with(
        ref,
        registry -> {
          PulledManifest image = call.resolve(registry, ref);
          ReferrerTree tree =
              ReferrerTree.read(new Referrers(registry), ref, image.descriptor(), "");
          DiscoverCommand.warn(call, tree);
          List<Branch> all = new ArrayList<>(tagged(registry, ref, image.digest()));
          all.addAll(referrers(tree));
          call.print(
              ref.at(image.digest())
                  + "\n"
                  + (all.isEmpty()
                      ? "(nothing is attached to this image)\n"
                      : new Branches(all).text()));
        });
    return 0;
  }

  private static List<Branch> tagged(ContentStore registry, ImageRef ref, Digest digest) {
    List<Branch> found = new ArrayList<>();
    for (Map.Entry<String, String> tag : TAGS.entrySet()) {
      String name = digest.algorithm() + "-" + digest.hex() + tag.getKey();
      Optional<PulledManifest> manifest =
          name.length() > 128 ? Optional.empty() : registry.findManifest(ref.tagged(name));
      if (manifest.isPresent() && manifest.get().manifest() instanceof ImageManifest image) {
        List<Branch> layers =
            image.layers().stream()
                .map(layer -> new Branch(layer.digest() + " " + words(layer)))
                .toList();
        found.add(
            new Branch(
                tag.getValue() + " under the tag " + name + "@" + manifest.get().digest(),
                new Branches(layers)));
      }
    }
    return found;
  }

  private static String words(Descriptor layer) {
    return Printable.of(layer.annotations().getOrDefault("predicateType", layer.mediaType()), 200);
  }

  private static List<Branch> referrers(ReferrerTree tree) {
    SortedMap<String, List<Branch>> kinds = new TreeMap<>();
    for (ReferrerTree branch : tree.branches()) {
      Descriptor descriptor = branch.manifest();
      String predicate = descriptor.annotations().getOrDefault(PREDICATE, "");
      String kind =
          DiscoverCommand.kind(descriptor)
              + (predicate.isEmpty() ? "" : ": " + Printable.of(predicate, 200));
      kinds
          .computeIfAbsent(kind, k -> new ArrayList<>())
          .add(new Branch(descriptor.digest().toString(), new Branches(referrers(branch))));
    }
    List<Branch> all = new ArrayList<>();
    kinds.forEach((kind, digests) -> all.add(new Branch(kind, new Branches(digests))));
    return all;
  }
}

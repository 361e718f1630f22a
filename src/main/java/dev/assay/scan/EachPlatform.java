package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.PulledManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The images of an index, where each is wanted.
final class EachPlatform {
  private static final int MAX_DEPTH = 3;
  private static final int MAX_IMAGES = 1_000;

  private EachPlatform() {}

  /// One of them.
  ///
  /// @param ref with its own digest; the tag is that of the index
  record Member(ImageRef ref, PlatformChoice platform) {}

  /// All of them, in the index's order; the one there is where the reference names no index, or
  /// where not each is wanted.
  ///
  /// @throws InputFailure where there is none
  static List<Member> of(ContentStore registry, ImageRef ref, PlatformChoice choice) {
    if (!choice.isEach()) {
      return List.of(new Member(ref, choice));
    }
    List<Member> members = new ArrayList<>();
    collect(registry, ref, Optional.empty(), members, 0);
    if (members.isEmpty()) {
      throw new InputFailure("cannot scan " + ref + ": its index lists no image");
    }
    return members;
  }

  private static void collect(
      ContentStore registry,
      ImageRef ref,
      Optional<Platform> platform,
      List<Member> members,
      int depth) {
    if (members.size() > MAX_IMAGES) {
      throw endless(ref);
    }
    if (depth > 0 && platform.isPresent()) {
      members.add(new Member(ref, new PlatformChoice(platform.get(), true)));
      return;
    }
    PulledManifest pulled = registry.manifest(ref);
    if (!(pulled.manifest() instanceof ImageIndex index)) {
      members.add(new Member(exact(ref, pulled.descriptor()), PlatformChoice.DEFAULT));
      return;
    }
    if (depth == MAX_DEPTH) {
      throw endless(ref);
    }
    for (Descriptor image : index.images()) {
      collect(registry, exact(ref, image), image.platform(), members, depth + 1);
    }
  }

  private static InputFailure endless(ImageRef ref) {
    return new InputFailure("cannot scan " + ref + ": its index has no end");
  }

  private static ImageRef exact(ImageRef ref, Descriptor image) {
    return new ImageRef(ref.host(), ref.repository(), ref.tag(), Optional.of(image.digest()));
  }
}

package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.Progress;
import dev.assay.net.Request;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Copies an image from one repository or layout to another, byte for byte, so that its digest and
/// every signature of it hold. What the target has is not sent again, and what another repository
/// of the same registry has is not moved at all. A tag is set last: it never names half an image.
public final class ImageCopy {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_MANIFESTS = 10_000;
  private static final int MAX_BLOBS = 100_000;

  /// What other tools keep beside an image under a tag made of its digest.
  public static final List<String> LEGACY_SUFFIXES = List.of(".sig", ".att", ".sbom");

  /// A registry, or a layout, and a repository of it.
  ///
  /// @param ref tag and digest do not count, but for the image itself
  public record Side(ContentStore registry, ImageRef ref) {
    private ImageRef at(Digest digest) {
      return ref.at(digest);
    }

    private ImageRef tagged(String tag) {
      return ref.tagged(tag);
    }
  }

  /// What was done, or, of a survey, what is to be done.
  ///
  /// @param manifests all there are, indexes too
  /// @param stored how many of them were not there
  /// @param referrers how many because they refer to another
  /// @param mounted blobs that the registry took over itself
  public record Copied(
      Digest digest,
      int manifests,
      int stored,
      int referrers,
      int sent,
      long sentBytes,
      int mounted) {
    /// Whether all of it was there before.
    public boolean isNothing() {
      return stored == 0 && sent == 0 && mounted == 0;
    }
  }

  private final Side source;
  private final Side target;
  private final boolean withReferrers;
  private final Progress progress;
  private final Set<Digest> done = new HashSet<>();
  private final Set<Digest> blobs = new HashSet<>();
  private final Map<Digest, Set<Digest>> listed = new HashMap<>();
  private final Referrers attached;
  private final Referrers listedThere;
  private boolean isSurvey;
  private int stored;
  private int referrers;
  private int sent;
  private long sentBytes;
  private int mounted;

  /// One copy, of one image.
  ///
  /// @param withReferrers whether what refers to the image, and to its parts, goes along
  public ImageCopy(Side source, Side target, boolean withReferrers, Progress progress) {
    this.source = source;
    this.target = target;
    this.attached = new Referrers(source.registry());
    this.listedThere = new Referrers(target.registry());
    this.withReferrers = withReferrers;
    this.progress = progress;
  }

  /// Copies the image that the source's reference names, under the target's tag where that has one.
  ///
  /// @param platform of the one image of an index that is wanted; empty for all
  /// @throws dev.assay.failure.Failure where it cannot be read, or the target does not take it
  public Copied run(Optional<Platform> platform) {
    PulledManifest top = resolve(platform);
    Copied copied = bring(top);
    // In a layout nobody finds what its index does not list.
    if (target.ref().digest().isEmpty() || target.ref().isLayout()) {
      name(top);
    }
    return copied;
  }

  /// What the source's reference names, asked for once: whoever moves the tag later changes
  /// nothing.
  ///
  /// @param platform of the one image of an index that is wanted; empty for what is named
  public PulledManifest resolve(Optional<Platform> platform) {
    PulledManifest top = source.registry().manifest(source.ref());
    for (int depth = 0;
        platform.isPresent() && top.manifest() instanceof ImageIndex index;
        depth++) {
      if (depth == MAX_DEPTH) {
        throw tooDeep();
      }
      Digest chosen = index.select(platform.get(), source.ref().toString()).digest();
      top = source.registry().manifest(source.at(chosen));
    }
    if (target.ref().digest().isPresent() && !target.ref().digest().get().equals(top.digest())) {
      throw new InputFailure(
          "cannot copy " + source.at(top.digest()) + " to " + target.ref() + ": the digests differ",
          "name the target without a digest");
    }
    return top;
  }

  /// Copies all of an image and gives it no name.
  public Copied bring(PulledManifest top) {
    copy(top, 0);
    return new Copied(top.digest(), done.size(), stored, referrers, sent, sentBytes, mounted);
  }

  /// What `bring` would have to do; nothing is written.
  public Copied survey(PulledManifest top) {
    isSurvey = true;
    return bring(top);
  }

  /// Gives an image that is there the target's tag.
  public void name(PulledManifest top) {
    ImageRef ref = target.ref();
    ImageRef name =
        ref.isLayout()
            ? new ImageRef(ref.host(), ref.repository(), ref.tag(), Optional.empty())
            : ref;
    target.registry().storeManifest(name, top.content(), top.manifest().mediaType(), "");
  }

  private InputFailure tooDeep() {
    return tooMuch(MAX_DEPTH + " levels of what is listed or refers to another");
  }

  private InputFailure tooMuch(String limit) {
    return new InputFailure(
        "cannot copy " + source.ref() + ": it has more than the " + limit + " supported");
  }

  /// A manifest after all that it names.
  private void copy(PulledManifest pulled, int depth) {
    if (!done.add(pulled.digest())) {
      return;
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    limit(pulled);
    parts(pulled, depth);
    if (!isThere(pulled)) {
      stored++;
      if (!isSurvey) {
        store(pulled);
      }
    }
    if (withReferrers) {
      referrers(pulled, depth);
      legacy(pulled.digest(), depth);
    }
  }

  /// Refuses before anything is moved what would be too much.
  private void limit(PulledManifest pulled) {
    int parts = pulled.manifest() instanceof ImageIndex index ? index.manifests().size() : 0;
    if (done.size() + parts > MAX_MANIFESTS) {
      throw tooMuch(MAX_MANIFESTS + " manifests");
    }
  }

  /// Whether the target has a manifest, and lists it where it is about another.
  private boolean isThere(PulledManifest pulled) {
    boolean isStored = target.registry().look(target.at(pulled.digest())).isPresent();
    return isStored
        && pulled
            .manifest()
            .subject()
            .map(subject -> listed(subject.digest()).contains(pulled.digest()))
            .orElse(true);
  }

  private Set<Digest> listed(Digest subject) {
    return listed.computeIfAbsent(
        subject,
        s ->
            listedThere.list(new ReferrerQuery(target.ref(), s, "")).referrers().stream()
                .map(referrer -> referrer.descriptor().digest())
                .collect(Collectors.toSet()));
  }

  private void store(PulledManifest pulled) {
    if (pulled.manifest().subject().isPresent()) {
      new Referrers(target.registry()).attach(target.ref(), pulled.content());
      return;
    }
    target
        .registry()
        .storeManifest(
            target.at(pulled.digest()), pulled.content(), pulled.manifest().mediaType(), "");
  }

  private void parts(PulledManifest pulled, int depth) {
    switch (pulled.manifest()) {
      case ImageManifest image -> {
        blob(image.config());
        image.layers().forEach(this::blob);
      }
      case ImageIndex index -> {
        for (Descriptor child : index.manifests()) {
          copy(source.registry().manifest(source.at(child.digest())), depth + 1);
        }
      }
    }
  }

  private void blob(Descriptor blob) {
    if (!blobs.add(blob.digest())) {
      return;
    }
    if (blobs.size() > MAX_BLOBS) {
      throw tooMuch(MAX_BLOBS + " blobs");
    }
    boolean isElsewhere =
        !blob.urls().isEmpty() && !source.registry().hasBlob(source.ref(), blob.digest());
    if (isElsewhere) {
      return; // a foreign layer stays where its publisher keeps it
    }
    boolean isSameHost =
        !source.ref().isLayout() && source.ref().host().equals(target.ref().host());
    String from = isSameHost ? source.ref().repository() : "";
    if (isSurvey) {
      missing(blob, isSameHost);
      return;
    }
    progress.step("copying " + source.ref().name(), sentBytes, sentBytes + blob.sizeBytes());
    switch (target.registry().bringBlob(target.ref(), blob.digest(), passing(blob), from)) {
      case PRESENT -> {}
      case MOUNTED -> mounted++;
      case SENT -> {
        sent++;
        sentBytes += blob.sizeBytes();
      }
    }
  }

  /// A registry takes over what another of its repositories has.
  private void missing(Descriptor blob, boolean isSameHost) {
    if (target.registry().hasBlob(target.ref(), blob.digest())) {
      return;
    }
    if (isSameHost) {
      mounted++;
    } else {
      sent++;
      sentBytes += blob.sizeBytes();
    }
  }

  /// The blob on its way from one place to the other, without a stop on this machine's disk.
  private Request.Body passing(Descriptor blob) {
    return new Request.Body() {
      @Override
      public String contentType() {
        return "application/octet-stream";
      }

      @Override
      public long sizeBytes() {
        return blob.sizeBytes();
      }

      @Override
      public InputStream open() {
        return source.registry().openBlob(source.ref(), blob, "blob");
      }
    };
  }

  private void referrers(PulledManifest subject, int depth) {
    ReferrerQuery query = new ReferrerQuery(source.ref(), subject.digest(), "");
    ReferrerList list = attached.list(query);
    list.skipped().forEach(entry -> progress.warn("not copied: " + entry));
    for (Referrer referrer : list.referrers()) {
      PulledManifest pulled = attached.open(query, referrer);
      if (done.contains(pulled.digest())) {
        continue;
      }
      copy(pulled, depth + 1);
      referrers++;
    }
  }

  private void legacy(Digest subject, int depth) {
    for (String suffix : LEGACY_SUFFIXES) {
      String tag = subject.algorithm() + "-" + subject.hex() + suffix;
      Optional<PulledManifest> found =
          tag.length() > 128
              ? Optional.empty()
              : source.registry().findManifest(source.tagged(tag));
      if (found.isEmpty() || done.contains(found.get().digest())) {
        continue;
      }
      copy(found.get(), depth + 1);
      referrers++;
      if (has(target.tagged(tag), found.get())) {
        continue;
      }
      stored++;
      if (!isSurvey) {
        target
            .registry()
            .storeManifest(
                target.tagged(tag), found.get().content(), found.get().manifest().mediaType(), "");
      }
    }
  }

  /// Whether the target keeps the same under that tag, or the same and more: what was added there
  /// since is not taken away.
  private boolean has(ImageRef tag, PulledManifest wanted) {
    Optional<PulledManifest> kept = target.registry().findManifest(tag);
    if (kept.isEmpty()) {
      return false;
    }
    return kept.get().digest().equals(wanted.digest())
        || (kept.get().manifest() instanceof ImageManifest there
            && wanted.manifest() instanceof ImageManifest here
            && !here.layers().isEmpty()
            && there.layers().containsAll(here.layers()));
  }
}

package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.UsageFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.HttpSettings;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.registry.ContentStore;
import dev.assay.registry.ContentStore.StoredManifest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.Manifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerPage;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.layout.LayoutIndex.Entry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A layout as a place that images are read from and written to. Of a reference only tag and digest
/// count: the folder is this one. Nothing is made on disk before something is stored.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md>
public final class Layout implements ContentStore {
  private static final int MAX_MARK = 4 << 10;

  private final LayoutFolder folder;
  private final LayoutLock lock;
  private final LayoutManifests manifests;
  private final HttpSettings settings;

  private volatile boolean isVersionKnown;

  /// Blobs that were read whole, or written.
  private final Set<Digest> proven = ConcurrentHashMap.newKeySet();

  /// @param settings deadline, clock and progress
  public Layout(Path folder, HttpSettings settings) {
    this.folder = new LayoutFolder(folder);
    this.settings = settings;
    this.lock = new LayoutLock(this.folder, settings);
    this.manifests = new LayoutManifests(this.folder, settings.progress());
  }

  @Override
  public HttpSettings settings() {
    return settings;
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    return lock.run(work);
  }

  private LayoutIndex index() {
    checkVersion();
    return folder
        .read(LayoutFolder.INDEX, Manifest.MAX_BYTES)
        .map(content -> LayoutIndex.parse(content, LayoutFolder.INDEX + " of layout " + folder))
        .orElse(LayoutIndex.EMPTY);
  }

  private LayoutNames names() {
    return new LayoutNames(index(), manifests);
  }

  /// Some tools leave the mark out; one of another version says that all is different.
  private void checkVersion() {
    if (isVersionKnown) {
      return;
    }
    Optional<byte[]> mark = lock.readMark(MAX_MARK);
    String version =
        mark.map(content -> Json.parse(content, LayoutFolder.MARK + " of layout " + folder))
            .map(json -> json.text("imageLayoutVersion"))
            .orElse("1.");
    if (!version.startsWith("1.")) {
      throw new InputFailure(
          "cannot use layout "
              + folder
              + ": it is of version `"
              + Printable.of(version, 20)
              + "`, not 1");
    }
    isVersionKnown = mark.isPresent();
  }

  @Override
  public PulledManifest manifest(ImageRef ref) {
    return findManifest(ref).orElseThrow(() -> missing(ref));
  }

  private InputFailure missing(ImageRef ref) {
    if (!folder.exists()) {
      return new InputFailure("cannot read " + ref + ": there is no such folder");
    }
    if (folder.file(LayoutFolder.INDEX).isEmpty()) {
      return new InputFailure(
          "cannot read " + ref + ": it is no OCI layout: there is no `" + LayoutFolder.INDEX + "`");
    }
    return new InputFailure(
        "cannot read " + ref + ": the layout does not have it", names().offered());
  }

  @Override
  public Optional<PulledManifest> findManifest(ImageRef ref) {
    if (ref.digest().isPresent()) {
      Digest digest = ref.digest().get();
      String mediaType =
          index().distinct(entry -> entry.digest().equals(digest)).stream()
              .map(entry -> entry.descriptor().mediaType())
              .findFirst()
              .orElse("");
      return manifests.find(digest, mediaType);
    }
    return names().choose(ref).map(entry -> listed(ref, entry));
  }

  private PulledManifest listed(ImageRef ref, Entry entry) {
    return manifests
        .find(entry.digest(), entry.descriptor().mediaType())
        .orElseThrow(() ->
            new InputFailure(
                "cannot read "
                    + ref
                    + ": the layout lists "
                    + entry.digest()
                    + " and does not have it"));
  }

  @Override
  public Optional<Descriptor> look(ImageRef ref) {
    return findManifest(ref).map(PulledManifest::descriptor);
  }

  @Override
  public InputStream openBlob(ImageRef ref, Descriptor blob, String purpose) {
    String path = LayoutFolder.path(blob.digest());
    Path file =
        folder
            .file(path)
            .orElseThrow(() ->
                new InputFailure(
                    "cannot read " + purpose + " " + blob.digest() + ": " + folder + " lacks it"));
    try {
      return new BufferedInputStream(
          new CheckedBlob(Files.newInputStream(file), blob, folder.toString(), settings.deadline()),
          64 << 10);
    } catch (IOException e) {
      throw folder.unreadable(path, e);
    }
  }

  /// One that is damaged does not count: it can be brought again.
  @Override
  public boolean hasBlob(ImageRef repository, Digest blob) {
    String path = LayoutFolder.path(blob);
    Optional<Path> file = folder.file(path);
    if (file.isEmpty() || proven.contains(blob)) {
      return file.isPresent();
    }
    try {
      Descriptor whole = Descriptor.of("", blob, Files.size(file.get()));
      try (InputStream in = openBlob(repository, whole, "blob")) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (InputFailure e) {
      settings.progress().warn("taken for absent: " + e.getMessage());
      return false;
    } catch (IOException e) {
      throw folder.unreadable(path, e);
    }
    return proven.add(blob);
  }

  @Override
  public Brought bringBlob(ImageRef repository, Digest blob, Request.Body content, String from) {
    if (hasBlob(repository, blob)) {
      return Brought.PRESENT;
    }
    folder.prepare();
    Descriptor whole = Descriptor.of("", blob, content.sizeBytes());
    try {
      folder.write(
          LayoutFolder.path(blob),
          out -> {
            try (InputStream in =
                new CheckedBlob(content.open(), whole, "what was sent", settings.deadline())) {
              in.transferTo(out);
            }
          });
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("copy blob " + blob);
    }
    proven.add(blob);
    return Brought.SENT;
  }

  /// By its digest it is listed only where it is about another: what an index names is found
  /// through that.
  @Override
  public StoredManifest storeManifest(
      ImageRef ref, byte[] content, String mediaType, String ifMatch) {
    Digest digest = ref.digest().orElseGet(() -> Digest.sha256(content));
    Manifest manifest = Manifest.parse(content, mediaType, "manifest " + digest);
    Request.Body body = Request.Body.of("application/octet-stream", content);
    checkVersion();
    bringBlob(ref, digest, body, "");
    String subject = manifest.subject().map(s -> s.digest().toString()).orElse("");
    boolean isListed = ref.digest().isEmpty() || !subject.isEmpty();
    boolean isStored =
        !isListed || lock.run(() -> list(ref, described(ref, manifest, digest), ifMatch));
    return new StoredManifest(digest, isStored, subject);
  }

  private static Descriptor described(ImageRef ref, Manifest manifest, Digest digest) {
    boolean isAbout = manifest.subject().isPresent();
    return new Descriptor(
        manifest.mediaType(),
        digest,
        manifest.sizeBytes(),
        ref.digest().isEmpty() ? LayoutNames.notes(ref, manifest) : new TreeMap<>(),
        Optional.empty(),
        List.of(),
        isAbout ? manifest.kind() : "");
  }

  private boolean list(ImageRef ref, Descriptor manifest, String ifMatch) {
    LayoutIndex before = index();
    if (!ifMatch.isEmpty()
        && ref.tag().isPresent()
        && before.named(ref.tag().get()).stream()
            .noneMatch(entry -> entry.digest().toString().equals(ifMatch))) {
      return false;
    }
    byte[] content = before.with(manifest).content();
    if (content.length > Manifest.MAX_BYTES) {
      throw new InputFailure(
          "cannot write layout "
              + folder
              + ": its `index.json` would be longer than the "
              + Manifest.MAX_BYTES
              + " bytes supported");
    }
    try {
      folder.write(LayoutFolder.INDEX, out -> out.write(content));
    } catch (IOException e) {
      throw folder.unreadable(LayoutFolder.INDEX, e);
    }
    return true;
  }

  @Override
  public Optional<ReferrerPage> referrers(ReferrerQuery query, String page) {
    if (!page.isEmpty()) {
      throw new UsageFailure("cannot list a page of layout " + folder);
    }
    List<Descriptor> found = manifests.referrers(index(), query.subject());
    // What was searched has its own limit.
    return Optional.of(new ReferrerPage(found, Optional.empty(), 0));
  }
}

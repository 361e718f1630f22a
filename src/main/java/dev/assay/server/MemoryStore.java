package dev.assay.server;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.Manifest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a registry keeps, in memory. Safe for several threads.
final class MemoryStore {
  /// A registry for samples and tests does not get this full by mistake.
  private static final long MAX_BYTES = 512L << 20;

  /// A stored manifest.
  static final class StoredManifest {
    private final byte[] content;
    private final String mediaType;
    private final Digest digest;

    private final Optional<Manifest> manifest;

    /// One that may say anything.
    StoredManifest(byte[] content, String mediaType) {
      this.content = content;
      this.mediaType = mediaType;
      this.digest = Digest.sha256(content);
      this.manifest = parsed(content, mediaType);
    }

    private static Optional<Manifest> parsed(byte[] content, String mediaType) {
      try {
        return Optional.of(Manifest.parse(content, mediaType, "manifest"));
      } catch (InputFailure e) {
        return Optional.empty(); // a test may want anything kept
      }
    }

    StoredManifest(byte[] content, Manifest manifest) {
      this.content = content;
      this.mediaType = manifest.mediaType();
      this.digest = manifest.digest();
      this.manifest = Optional.of(manifest);
    }

    byte[] content() {
      return content;
    }

    String mediaType() {
      return mediaType;
    }

    Digest digest() {
      return digest;
    }
  }

  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final SortedMap<String, SortedMap<String, StoredManifest>> repositories = new TreeMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();
  private long uploadCount;
  private long heldBytes;

  synchronized Optional<byte[]> blob(Digest digest) {
    return Optional.ofNullable(blobs.get(digest));
  }

  /// Keeps a blob under the digest it has.
  synchronized Digest putBlob(byte[] content, Digest digest) {
    if (blobs.put(digest, content) == null) {
      heldBytes += content.length;
    }
    return digest;
  }

  synchronized boolean hasRoomFor(long bytes) {
    return heldBytes + bytes <= MAX_BYTES;
  }

  synchronized Optional<StoredManifest> manifest(String repository, String reference) {
    return Optional.ofNullable(
        repositories.getOrDefault(repository, new TreeMap<>()).get(reference));
  }

  /// Keeps a manifest under its digest, and under a tag where the reference is one.
  ///
  /// @param ifMatch the digest that the reference must lead to, or empty
  /// @return `false` where it leads elsewhere
  synchronized boolean putManifest(
      String repository, String reference, StoredManifest manifest, String ifMatch) {
    SortedMap<String, StoredManifest> known =
        repositories.computeIfAbsent(repository, r -> new TreeMap<>());
    StoredManifest before = known.get(reference);
    if (!ifMatch.isEmpty() && (before == null || !before.digest().toString().equals(ifMatch))) {
      return false;
    }
    known.put(reference, manifest);
    known.put(manifest.digest().toString(), manifest);
    heldBytes += manifest.content().length;
    return true;
  }

  /// What says that it is about a manifest, by digest.
  synchronized List<Descriptor> referrers(String repository, Digest subject) {
    List<Descriptor> found = new ArrayList<>();
    repositories
        .getOrDefault(repository, new TreeMap<>())
        .forEach((reference, stored) -> {
          if (reference.contains(":")) {
            stored
                .manifest
                .filter(m -> m.subject().filter(s -> s.digest().equals(subject)).isPresent())
                .ifPresent(m ->
                    found.add(
                        new Descriptor(
                            m.mediaType(),
                            m.digest(),
                            stored.content().length,
                            m.annotations(),
                            Optional.empty(),
                            List.of(),
                            m.kind())));
          }
        });
    return found;
  }

  /// The tags, sorted; empty where there is no such repository.
  synchronized Optional<List<String>> tags(String repository) {
    SortedMap<String, StoredManifest> known = repositories.get(repository);
    if (known == null) {
      return Optional.empty();
    }
    SortedSet<String> tags = new TreeSet<>(known.keySet());
    tags.removeIf(reference -> reference.contains(":"));
    return Optional.of(List.copyOf(tags));
  }

  synchronized List<String> repositories() {
    return new ArrayList<>(repositories.keySet());
  }

  synchronized String startUpload() {
    String id = "upload-" + ++uploadCount;
    uploads.put(id, new ByteArrayOutputStream());
    return id;
  }

  /// How many bytes an upload has, or empty where there is none of that name.
  synchronized Optional<Integer> uploadSize(String id) {
    return Optional.ofNullable(uploads.get(id)).map(ByteArrayOutputStream::size);
  }

  /// Adds to an upload and says how many bytes it has now.
  synchronized int append(String id, byte[] content) {
    ByteArrayOutputStream upload = uploads.computeIfAbsent(id, i -> new ByteArrayOutputStream());
    upload.writeBytes(content);
    return upload.size();
  }

  /// Takes an upload out.
  synchronized byte[] finishUpload(String id) {
    ByteArrayOutputStream upload = uploads.remove(id);
    return upload == null ? new byte[0] : upload.toByteArray();
  }
}

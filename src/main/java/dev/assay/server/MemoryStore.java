package dev.assay.server;

import dev.assay.model.Digest;
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

    private StoredManifest(byte[] content, String mediaType) {
      this.content = content;
      this.mediaType = mediaType;
      this.digest = Digest.sha256(content);
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
  synchronized StoredManifest putManifest(
      String repository, String reference, byte[] content, String mediaType) {
    StoredManifest manifest = new StoredManifest(content, mediaType);
    SortedMap<String, StoredManifest> known =
        repositories.computeIfAbsent(repository, r -> new TreeMap<>());
    known.put(reference, manifest);
    known.put(manifest.digest().toString(), manifest);
    heldBytes += content.length;
    return manifest;
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

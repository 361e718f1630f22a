package dev.assay.image.shared;

import dev.assay.image.EntryStore;
import dev.assay.registry.aws.S3Bucket;
import java.io.IOException;
import java.util.Optional;

/// Entries as objects below a prefix of a bucket. How long they live is for the bucket's lifecycle
/// rules to say.
public final class S3Entries implements EntryStore {
  private final S3Bucket bucket;
  private final CachePlace.S3 place;

  /// @param bucket closed with this
  public S3Entries(S3Bucket bucket, CachePlace.S3 place) {
    this.bucket = bucket;
    this.place = place;
  }

  @Override
  public String name() {
    return place.toString();
  }

  @Override
  public Optional<byte[]> get(String entry, int maxBytes) throws IOException {
    return bucket.get(place.prefix() + entry, maxBytes);
  }

  @Override
  public void put(String entry, byte[] content) throws IOException {
    bucket.put(place.prefix() + entry, content);
  }

  @Override
  public void close() {
    bucket.close();
  }
}

package dev.assay.scan;

import dev.assay.image.AnalysisCache;
import dev.assay.image.EntryStore;
import dev.assay.image.FolderCache;
import dev.assay.image.SharedCache;
import dev.assay.image.shared.BackgroundCache;
import dev.assay.image.shared.CachePlace;
import dev.assay.image.shared.RedisEntries;
import dev.assay.image.shared.RegistryEntries;
import dev.assay.image.shared.S3Entries;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.registry.aws.EcrSettings;
import dev.assay.registry.aws.S3Bucket;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the place where analyses are kept.
final class Caches implements Closeable {
  private final ScanOptions options;
  private final Http http;
  private final Progress progress;
  private Optional<BackgroundCache> folder = Optional.empty();
  private final List<EntryStore> open = new ArrayList<>();

  Caches(ScanOptions options, Http http, Progress progress) {
    this.options = options;
    this.http = http;
    this.progress = progress;
  }

  /// The user's choice; nothing is asked of another machine yet.
  AnalysisCache open() {
    CachePlace place = options.cache().place();
    // First and apart: the code of a switch over types is made anew at each start, in 2 ms or more,
    // as the ahead-of-time cache cannot hold it.
    return place instanceof CachePlace.Folder ? folder() : other(place);
  }

  /// One for the whole run, as one thread writes it.
  private BackgroundCache folder() {
    if (folder.isEmpty()) {
      folder = Optional.of(new BackgroundCache(new FolderCache(options.cacheFolder(), progress)));
    }
    return folder.get();
  }

  private AnalysisCache other(CachePlace other) {
    return switch (other) {
      case CachePlace.Folder _ -> folder();
      case CachePlace.Memory _ -> AnalysisCache.NONE;
      case CachePlace.S3 place -> shared(s3(place));
      case CachePlace.Redis place -> shared(redis(place));
      case CachePlace.Repository place -> shared(registry(place));
    };
  }

  private AnalysisCache shared(EntryStore store) {
    open.add(store);
    return new SharedCache(folder(), store, progress);
  }

  private EntryStore s3(CachePlace.S3 place) {
    var settings = new EcrSettings(options.environment(), Optional.empty(), http, progress);
    return new S3Entries(new S3Bucket(settings, place.bucket()), place);
  }

  /// The password that was typed is for the image's registry.
  private EntryStore registry(CachePlace.Repository place) {
    var registries = new Registries(http, options.environment(), progress);
    return new RegistryEntries(registries.stored(place.ref()), place);
  }

  private EntryStore redis(CachePlace.Redis place) {
    Duration ttl = options.cache().ttl();
    URI address = URI.create("https://" + place.host() + ":" + place.port());
    return new RedisEntries(
        place,
        new RedisEntries.Settings(
            ttl.isZero() ? Optional.empty() : Optional.of(ttl),
            place.isTls() ? http.settings().tls().sockets(address) : Optional.empty()));
  }

  /// Waits until all that was learnt is kept, so that what has to be said of that is said by then.
  void settle() {
    folder.ifPresent(BackgroundCache::settle);
  }

  @Override
  public void close() throws IOException {
    try {
      closeStores();
    } finally {
      folder.ifPresent(BackgroundCache::close);
    }
  }

  private void closeStores() throws IOException {
    for (EntryStore store : open) {
      store.close();
    }
    open.clear();
  }
}

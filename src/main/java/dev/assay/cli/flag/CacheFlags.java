package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.failure.UsageFailure;
import dev.assay.image.shared.CachePlace;
import dev.assay.scan.ScanOptions.CacheUse;
import java.time.Duration;
import java.util.List;

/// Flags of where analyses of images are kept.
public final class CacheFlags {
  public static final Flag CACHE_BACKEND =
      Flag.text(
              "cache-backend",
              "PLACE",
              "keep analyses of images in: fs, memory, redis[s]://HOST[:PORT][/NUMBER],"
                  + " s3://BUCKET[/PREFIX], registry://HOST/REPOSITORY")
          .orElse("fs")
          .key("cache.backend")
          .note("what is shared is asked after the cache folder; S3 and registries are ours");
  public static final Flag CACHE_TTL =
      Flag.of(Kind.DURATION, "cache-ttl", "TIME", "how long Redis keeps an analysis: 24h")
          .key("cache.ttl")
          .note("with Redis alone: exit 2 elsewhere");
  public static final Flag REDIS_TLS =
      Flag.toggle("redis-tls", "speak TLS to Redis, as rediss:// does; --cacert holds for it")
          .key("cache.redis.tls");

  public static final FlagGroup GROUP =
      new FlagGroup("Shared cache", List.of(CACHE_BACKEND, CACHE_TTL, REDIS_TLS));

  private CacheFlags() {}

  /// Where analyses are kept.
  public static CacheUse read(Settings settings) {
    CachePlace place = CachePlace.parse(settings.text(CACHE_BACKEND).orElse("fs"));
    boolean isRedis = place instanceof CachePlace.Redis;
    Duration ttl =
        settings.text(CACHE_TTL).isPresent() ? settings.duration(CACHE_TTL) : Duration.ZERO;
    if (!isRedis && !ttl.isZero()) {
      throw new UsageFailure(
          "cannot use `--cache-ttl` without `--cache-backend redis://…`",
          switch (place) {
            case CachePlace.S3 _ -> "let the bucket's lifecycle rules say how long objects live";
            case CachePlace.Repository _ -> "let the registry's own rules say how long tags live";
            default -> "`assay cache prune` keeps the cache folder small";
          });
    }
    if (!isRedis && settings.isOn(REDIS_TLS)) {
      throw new UsageFailure("cannot use `--redis-tls` without `--cache-backend redis://…`");
    }
    if (isRedis && settings.isOn(REDIS_TLS)) {
      place = ((CachePlace.Redis) place).withTls();
    }
    return new CacheUse(GlobalFlags.cacheFolder(settings), place, ttl);
  }
}

package dev.assay.image.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CachePlaceTest {
  @Test
  void readsEachPlace() {
    assertEquals(new CachePlace.Folder(), CachePlace.parse("fs"));
    assertEquals(new CachePlace.Memory(), CachePlace.parse("memory"));
    assertEquals(new CachePlace.S3("bucket", ""), CachePlace.parse("s3://bucket/"));
    assertEquals(new CachePlace.S3("bucket", "a/b/"), CachePlace.parse("s3://bucket/a/b"));
    CachePlace.Redis redis = (CachePlace.Redis) CachePlace.parse("redis://cache.example/3");
    assertEquals(6379, redis.port());
    assertFalse(redis.isTls());
    assertTrue(redis.withTls().isTls());
  }

  @Test
  void showsNoPassword() {
    CachePlace place = CachePlace.parse("rediss://:geheim@cache.example:7000");
    assertEquals("rediss://cache.example:7000", place.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "disk",
        "s3://",
        "s3://B",
        "redis:",
        "redis://:geheim@/",
        "redis://h/x",
        "redis://h:geheim:1/",
        "http://h"
      })
  void refusesOthersWithoutRepeatingThem(String text) {
    UsageFailure failure = assertThrows(UsageFailure.class, () -> CachePlace.parse(text));
    assertFalse(String.valueOf(failure.getMessage()).contains("geheim"));
  }
}

package dev.assay.image.shared;

import dev.assay.failure.InputFailure;
import dev.assay.image.EntryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/// Entries as values of Redis, under `assay:` and their names. One connection, opened when it is
/// needed; calls take turns.
public final class RedisEntries implements EntryStore {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 10_000;

  /// Redis keeps no larger value.
  private static final int MAX_VALUE = 512 << 20;

  private final CachePlace.Redis place;
  private final Settings settings;
  private Optional<Jedis> connection = Optional.empty();

  /// How the server is talked to.
  ///
  /// @param ttl how long an entry lives, empty for ever
  /// @param tls makes the sockets of `rediss`
  public record Settings(Optional<Duration> ttl, Optional<SSLSocketFactory> tls) {}

  public RedisEntries(CachePlace.Redis place, Settings settings) {
    this.place = place;
    this.settings = settings;
  }

  @Override
  public String name() {
    return place.toString();
  }

  private static byte[] key(String entry) {
    return ("assay:" + entry).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized Optional<byte[]> get(String entry, int maxBytes) throws IOException {
    try {
      Jedis redis = connected();
      if (redis.strlen(key(entry)) > maxBytes) {
        return Optional.empty();
      }
      return Optional.ofNullable(redis.get(key(entry)));
    } catch (JedisException e) {
      throw new IOException(reason(e), e);
    }
  }

  @Override
  public synchronized void put(String entry, byte[] content) throws IOException {
    if (content.length > MAX_VALUE) {
      return;
    }
    try {
      SetParams params = new SetParams();
      settings.ttl().ifPresent(ttl -> params.px(ttl.toMillis()));
      connected().set(key(entry), content, params);
    } catch (JedisException e) {
      throw new IOException(reason(e), e);
    }
  }

  private Jedis connected() {
    if (connection.isEmpty()) {
      connection = Optional.of(new Jedis(new HostAndPort(place.host(), place.port()), config()));
    }
    return connection.get();
  }

  private DefaultJedisClientConfig config() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(READ_MILLIS)
            .ssl(place.isTls());
    if (place.isTls()) {
      SSLParameters parameters = new SSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      config.sslParameters(parameters);
      settings.tls().ifPresent(config::sslSocketFactory);
    }
    String path = Optional.ofNullable(place.address().getPath()).orElse("").replace("/", "");
    config.database(path.isEmpty() ? 0 : Integer.parseInt(path));
    Optional<String> login = Optional.ofNullable(place.address().getUserInfo());
    login.ifPresent(text -> {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new InputFailure("cannot log in to " + name() + ": the address names no password");
      }
      if (colon > 0) {
        config.user(text.substring(0, colon));
      }
      config.password(text.substring(colon + 1));
    });
    return config.build();
  }

  /// The first line of what Redis or the network says.
  private static String reason(JedisException e) {
    Throwable deepest = e;
    for (int i = 0; i < 10 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    String said =
        String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no reason given");
    return deepest.equals(e) ? said : deepest.getClass().getSimpleName() + ": " + said;
  }

  @Override
  public synchronized void close() {
    connection.ifPresent(Jedis::close);
  }
}

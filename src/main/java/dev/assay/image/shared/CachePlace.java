package dev.assay.image.shared;

import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where analyses are kept. `toString` shows no secret.
public sealed interface CachePlace {
  /// What stands before a registry's repository.
  String REGISTRY = "registry://";

  /// The cache folder alone.
  record Folder() implements CachePlace {}

  /// Nowhere: what is learnt is forgotten at the end.
  record Memory() implements CachePlace {}

  /// A bucket.
  ///
  /// @param prefix before each object's name: empty, or with a slash at its end
  record S3(String bucket, String prefix) implements CachePlace {
    @Override
    public String toString() {
      return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }

  /// A repository of a registry.
  ///
  /// @param ref without tag and digest
  record Repository(ImageRef ref) implements CachePlace {
    @Override
    public String toString() {
      return REGISTRY + ref.name();
    }
  }

  /// A server that speaks Redis's protocol.
  ///
  /// @param address `redis[s]://[user:password@]host[:port][/number]`
  record Redis(URI address) implements CachePlace {
    /// The same by TLS.
    public Redis withTls() {
      return new Redis(URI.create(address.toString().replaceFirst("^redis:", "rediss:")));
    }

    public String host() {
      return address.getHost();
    }

    public int port() {
      return address.getPort() < 0 ? 6379 : address.getPort();
    }

    public boolean isTls() {
      return address.getScheme().equals("rediss");
    }

    @Override
    public String toString() {
      return address.getScheme() + "://" + host() + ":" + port();
    }
  }

  /// Reads what stands after `--cache-backend`.
  ///
  /// @throws UsageFailure where it is no place of these
  static CachePlace parse(String text) {
    if (text.equals("fs")) {
      return new Folder();
    }
    if (text.equals("memory")) {
      return new Memory();
    }
    if (text.startsWith(REGISTRY)) {
      return repository(text.substring(REGISTRY.length()));
    }
    Matcher s3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?").matcher(text);
    if (s3.matches()) {
      String below = Optional.ofNullable(s3.group(2)).orElse("").replaceAll("^/+|/+$", "");
      return new S3(s3.group(1), below.isEmpty() ? "" : below + "/");
    }
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean isWhole =
          address.getHost() != null
              && address.getRawQuery() == null
              && String.valueOf(address.getPath()).matches("/?|/\\d{1,5}");
      if ((scheme.equals("redis") || scheme.equals("rediss")) && isWhole) {
        return new Redis(address);
      }
    } catch (URISyntaxException e) {
      // Said below; the address may hold a password, so it is not repeated.
    }
    throw new UsageFailure(
        "cannot use `--cache-backend`: it is no `fs`, `memory`, `redis[s]://HOST[:PORT][/NUMBER]`"
            + ", `s3://BUCKET[/PREFIX]` or `registry://HOST/REPOSITORY`");
  }

  private static Repository repository(String text) {
    ImageRef ref = ImageRef.parse(text);
    boolean isBare = ref.tag().isEmpty() && ref.digest().isEmpty();
    if (!isBare || !text.startsWith(ref.host() + "/")) {
      throw new UsageFailure(
          "cannot use `--cache-backend`: `"
              + text
              + "` is not a registry's host and a repository, with neither tag nor digest",
          "write registry://HOST[:PORT]/REPOSITORY");
    }
    return new Repository(ref);
  }
}

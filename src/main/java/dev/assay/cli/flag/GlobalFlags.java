package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.failure.UsageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Flags of every command.
public final class GlobalFlags {
  public static final Flag CACHE_DIR =
      Flag.text("cache-dir", "DIR", "where the database and analyses are kept")
          .key("cache.dir")
          .from(Origin.TRIVY_WITHOUT_VARIABLE)
          .note("`TRIVY_CACHE_DIR` is not read: the two caches have nothing in common");
  public static final Flag CONFIG =
      Flag.text("config", "FILE", "configuration file (default: assay.yaml, where there is one)")
          .letter("c")
          .from(Origin.TRIVY_WITHOUT_VARIABLE)
          .note("`trivy.yaml`'s keys; `TRIVY_CONFIG` is not read");
  public static final Flag DEBUG =
      Flag.toggle("debug", "say more on stderr, stack traces too").letter("d").key("debug");
  public static final Flag QUIET =
      Flag.toggle("quiet", "no progress and no warnings on stderr").letter("q").key("quiet");
  public static final Flag NO_PROGRESS =
      Flag.toggle("no-progress", "no progress on stderr").key("db.no-progress");
  public static final Flag TIMEOUT =
      Flag.of(Kind.DURATION, "timeout", "TIME", "stop after this long: 90s, 5m, 1h")
          .orElse("5m0s")
          .key("timeout")
          .note("exit 4");
  public static final Flag INSECURE =
      Flag.toggle("insecure", "accept any TLS certificate, and plain http").key("insecure");
  public static final Flag CACERT =
      Flag.text("cacert", "FILE", "trust these certificate authorities too (PEM)").key("cacert");
  public static final Flag GENERATE_DEFAULT_CONFIG =
      Flag.toggle("generate-default-config", "write assay-default.yaml and exit")
          .note("writes `assay-default.yaml`");

  public static final FlagGroup GROUP =
      new FlagGroup(
          "Everywhere",
          List.of(
              CACHE_DIR,
              CONFIG,
              DEBUG,
              QUIET,
              NO_PROGRESS,
              TIMEOUT,
              INSECURE,
              CACERT,
              GENERATE_DEFAULT_CONFIG));

  private GlobalFlags() {}

  /// The cache folder: the flag or its variable, the file's key, `$XDG_CACHE_HOME/assay`,
  /// `~/.cache/assay`. It need not exist.
  ///
  /// Source: <https://specifications.freedesktop.org/basedir-spec/latest/> (a relative
  /// `XDG_CACHE_HOME` is to be ignored)
  ///
  /// @throws UsageFailure where it is there and no folder
  public static Path cacheFolder(Settings settings) {
    Path folder = namedFolder(settings);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageFailure(
          "cannot use " + folder + " as the cache folder: it is no folder",
          "name a folder with --cache-dir");
    }
    return folder;
  }

  private static Path namedFolder(Settings settings) {
    Optional<String> said = settings.text(CACHE_DIR);
    if (said.isPresent()) {
      return Paths.of(said.get(), settings.place(CACHE_DIR)).toAbsolutePath().normalize();
    }
    String shared = settings.environment().getOrDefault("XDG_CACHE_HOME", "");
    if (shared.startsWith("/")) {
      return Path.of(shared, "assay");
    }
    String home = settings.environment().getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home, ".cache", "assay");
  }
}

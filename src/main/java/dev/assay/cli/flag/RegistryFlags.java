package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.failure.UsageFailure;
import dev.assay.scan.ScanOptions.Login;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Who asks the registry.
public final class RegistryFlags {
  public static final Flag USERNAME =
      Flag.list("username", "NAME", "user name for the registry").key("registry.username");
  public static final Flag PASSWORD =
      Flag.of(
              Kind.REPEATED,
              "password",
              "TEXT",
              "its password; ASSAY_PASSWORD or --password-stdin hide it")
          .key("registry.password");
  public static final Flag PASSWORD_STDIN =
      Flag.toggle("password-stdin", "read the password from standard input")
          .key("registry.password-stdin");
  public static final Flag REGISTRY_TOKEN =
      Flag.text("registry-token", "TOKEN", "bearer token for the registry").key("registry.token");

  public static final FlagGroup GROUP =
      new FlagGroup("Registry", List.of(USERNAME, PASSWORD, PASSWORD_STDIN, REGISTRY_TOKEN));

  private RegistryFlags() {}

  /// How registries are talked to.
  ///
  /// @param stdin gives the password when `--password-stdin` asks for it
  /// @throws UsageFailure where names and passwords do not pair up
  public static RegistryAccess read(Settings settings, Supplier<String> stdin) {
    return new RegistryAccess(
        logins(settings, stdin),
        settings.text(REGISTRY_TOKEN),
        settings.isOn(GlobalFlags.INSECURE),
        settings
            .text(GlobalFlags.CACERT)
            .map(file -> Paths.of(file, settings.place(GlobalFlags.CACERT))));
  }

  private static List<Login> logins(Settings settings, Supplier<String> stdin) {
    List<String> names = settings.list(USERNAME);
    List<String> passwords = passwords(settings, names.size(), stdin);
    if (names.size() != passwords.size()) {
      throw new UsageFailure(
          "cannot log in with "
              + names.size()
              + " user names and "
              + passwords.size()
              + " passwords",
          "give `--username` and `--password` as many values each");
    }
    List<Login> logins = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      logins.add(new Login(names.get(i), passwords.get(i)));
    }
    return logins;
  }

  private static List<String> passwords(Settings settings, int names, Supplier<String> stdin) {
    List<String> passwords = settings.list(PASSWORD);
    if (settings.isOn(PASSWORD_STDIN)) {
      if (settings.isTyped(PASSWORD)) {
        throw new UsageFailure("cannot use `--password` and `--password-stdin` together");
      }
      if (names != 1) {
        throw new UsageFailure("cannot use `--password-stdin` without one `--username`");
      }
      return List.of(stdin.get());
    }
    if (settings.isTyped(PASSWORD)) {
      settings.warn(
          "a password on the command line can be read by every user of this machine:"
              + " use `--password-stdin` or ASSAY_PASSWORD");
    }
    // A single user's password may contain commas.
    return names > 1 && passwords.size() == 1
        ? List.of(passwords.getFirst().split(",", -1))
        : passwords;
  }
}

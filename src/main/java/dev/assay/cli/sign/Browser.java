package dev.assay.cli.sign;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The user's browser, where there is a screen to show it on.
final class Browser {
  private final Map<String, String> environment;

  Browser(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  private static boolean isMac() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
  }

  /// Whether one can be shown: not over SSH, nor where there is no screen.
  boolean isThere() {
    boolean isRemote = environment.containsKey("SSH_CONNECTION");
    boolean hasScreen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return !isRemote && (isMac() || hasScreen);
  }

  /// Opens a page, if there is a program for that. The user is shown its address in any case.
  void open(URI page) {
    if (!isThere()) {
      return;
    }
    try {
      new ProcessBuilder(List.of(isMac() ? "open" : "xdg-open", page.toString()))
          .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // There is none: the address stands on the terminal.
    }
  }
}

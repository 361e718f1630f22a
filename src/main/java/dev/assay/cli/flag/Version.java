package dev.assay.cli.flag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version that the build wrote down.
public final class Version {
  private Version() {}

  /// Such as `0.1.0`.
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream("/dev/assay/version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What `assay --version` prints.
  public static String line() {
    return "assay " + number() + "\n";
  }
}

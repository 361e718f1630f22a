package dev.assay.support;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The class path of the tests, for those that need a process of their own.
public final class TestClassPath {
  private TestClassPath() {}

  /// As `java -cp` takes it, whatever runs the tests.
  public static String get() {
    ClassLoader loader = TestClassPath.class.getClassLoader();
    if (!(loader instanceof URLClassLoader urls)) {
      return System.getProperty("java.class.path", "");
    }
    List<String> entries = new ArrayList<>();
    for (URL url : urls.getURLs()) {
      try {
        entries.add(Path.of(url.toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}

package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.python.CoreMetadata;
import dev.assay.format.zip.ZipStream;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Installed Python distributions: pip writes `NAME-VERSION.dist-info/METADATA`, setuptools wrote
/// `*.egg-info/PKG-INFO`, an `*.egg-info` file or `EGG-INFO/PKG-INFO`, the latter also within an
/// `*.egg` that is a zip archive. As for Python, the case of these endings does not matter. Where
/// `METADATA` is gone, and pip's list of files, `RECORD`, is not, the folder's name has to do.
///
/// Source: <https://packaging.python.org/en/latest/specifications/recording-installed-packages/>
public final class PythonPackageAnalyzer implements Analyzer {
  private static final Set<String> HEADERS =
      Set.of("name", "version", "license", "license-expression", "classifier");

  private static final String METADATA = ".dist-info/METADATA";
  private static final String RECORD = ".dist-info/RECORD";
  private static final String EVIDENCE = "evidence";
  private static final String FOLDER_NAME = "folder name";

  /// Longer ones are a whole licence text.
  private static final int MAX_LICENSE_CHARS = 200;

  private static final int MAX_EGG_METADATA = 4 << 20;

  @Override
  public String name() {
    return "python-pkg";
  }

  @Override
  public int rulesVersion() {
    return 3;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public List<String> packageFiles() {
    return List.of("METADATA", "PKG-INFO", "EGG-INFO/PKG-INFO");
  }

  @Override
  public boolean wants(String path) {
    // Asked of every file there is: most end in other letters.
    return "ADGOadgo".indexOf(last(path)) >= 0 && isMetadata(path);
  }

  private static char last(String path) {
    return path.isEmpty() ? '/' : path.charAt(path.length() - 1);
  }

  private static boolean isMetadata(String path) {
    return ends(path, METADATA)
        || ends(path, RECORD)
        || ends(path, ".egg-info/PKG-INFO")
        || path.endsWith("/EGG-INFO/PKG-INFO")
        || ends(path, ".egg-info")
        || ends(path, ".egg");
  }

  @Override
  public boolean needsContent(String path) {
    return !ends(path, RECORD);
  }

  private static boolean ends(String path, String ending) {
    int at = path.length() - ending.length();
    return at > 0 && path.regionMatches(true, at, ending, 0, ending.length());
  }

  @Override
  public boolean wantsFolder(String path) {
    return ends(path, ".dist-info")
        || ends(path, ".egg-info")
        || ends(path, ".egg")
        || path.endsWith("/EGG-INFO");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    if (ends(path, RECORD)) {
      folder(path, found);
    } else if (ends(path, ".egg")) {
      readEgg(content, found);
    } else {
      readMetadata(content, found);
    }
  }

  /// `NAME-VERSION.dist-info`, in which both have `_` for `-`.
  private static void folder(String path, Found found) {
    String folder = path.substring(0, path.length() - RECORD.length());
    String stem = folder.substring(folder.lastIndexOf('/') + 1);
    int dash = stem.indexOf('-');
    if (dash > 0 && dash < stem.length() - 1) {
      found.component(
          Component.of(
                  PackageType.PYPI, "python-pkg", stem.substring(0, dash), stem.substring(dash + 1))
              .detail(EVIDENCE, FOLDER_NAME)
              .detail("confidence", "low")
              .build());
    }
  }

  /// The components without such as are known by their folder's name alone while its `METADATA`
  /// tells the same.
  public static List<Placed> withoutRepeated(List<Placed> components) {
    if (components.stream().noneMatch(PythonPackageAnalyzer::isFolderName)) {
      return components; // as of most images
    }
    Set<String> told = new HashSet<>();
    for (Placed placed : components) {
      if (ends(placed.component().path(), METADATA)) {
        told.add(folderOf(placed.component()));
      }
    }
    return components.stream()
        .filter(one -> !isFolderName(one) || !told.contains(folderOf(one.component())))
        .toList();
  }

  private static boolean isFolderName(Placed one) {
    return one.component().detail(EVIDENCE).equals(FOLDER_NAME);
  }

  private static String folderOf(Component component) {
    return component.path().substring(0, component.path().lastIndexOf('/') + 1);
  }

  /// Source: <https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html>
  private static void readEgg(InputStream content, Found found) throws IOException {
    boolean isFound = false;
    try (ZipStream egg = ZipStream.of(content)) {
      while (egg.next()) {
        if (egg.name().equals("EGG-INFO/PKG-INFO") && egg.isReadable()) {
          readMetadata(new ByteArrayInputStream(egg.content().readNBytes(MAX_EGG_METADATA)), found);
          isFound = true;
        }
      }
    } catch (InputFailure e) {
      found.gap(0, String.valueOf(e.getMessage()));
      return;
    }
    if (!isFound) {
      found.gap(0, "an egg without `EGG-INFO/PKG-INFO`");
    }
  }

  private static void readMetadata(InputStream content, Found found) throws IOException {
    CoreMetadata metadata = CoreMetadata.read(content, HEADERS);
    String name = metadata.first("name");
    String version = metadata.first("version");
    if (name.isEmpty() || version.isEmpty()) {
      found.gap(0, "a Python package without " + (name.isEmpty() ? "name" : "version"));
      return;
    }
    found.component(
        Component.of(PackageType.PYPI, "python-pkg", name, version)
            .licenses(licenses(metadata))
            .build());
  }

  /// `License-Expression` replaces the rest; `License` is free text, the classifiers are better.
  private static List<String> licenses(CoreMetadata metadata) {
    String expression = metadata.first("license-expression");
    if (!expression.isEmpty()) {
      return List.of(expression);
    }
    var licenses = new ArrayList<String>();
    for (String classifier : metadata.all("classifier")) {
      if (classifier.startsWith("License :: ") && !classifier.endsWith(" :: OSI Approved")) {
        licenses.add(classifier.substring(classifier.lastIndexOf(" :: ") + 4));
      }
    }
    String text = metadata.first("license");
    boolean isName =
        !text.isEmpty() && !text.equals("UNKNOWN") && text.length() <= MAX_LICENSE_CHARS;
    return licenses.isEmpty() && isName ? List.of(text) : licenses;
  }
}

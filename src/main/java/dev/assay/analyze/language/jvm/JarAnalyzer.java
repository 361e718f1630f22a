package dev.assay.analyze.language.jvm;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Java archives, and the archives in them: libraries of web applications and of Spring Boot's, and
/// what was shaded into one.
///
/// Each component says what it rests on. `pom.properties` and `pom.xml` are Maven's own word
/// (confidence high); a manifest is the publisher's, and a widespread artifact is known by its file
/// name (medium); classes and other file names are guesses (low). All but Maven's own carry the
/// archive's SHA-1 for whoever can look it up; a library that does not even tell its version is
/// listed without one, for the same reason. A web or enterprise application that does not is no
/// library that anybody else has: it is not listed, what it carries is.
///
/// Source: <https://docs.oracle.com/en/java/javase/25/docs/specs/jar/jar.html>,
/// <https://maven.apache.org/shared/maven-archiver/>
public final class JarAnalyzer implements Analyzer {
  private static final List<String> ENDS =
      List.of(
          ".jar", ".war", ".ear", ".par", ".sar", ".nar", ".hpi", ".jpi", ".kar", ".lpkg", ".JAR",
          ".WAR", ".EAR");
  private static final int LONGEST_END = 5;

  @Override
  public String name() {
    return "jar";
  }

  @Override
  public int rulesVersion() {
    return 5;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED);
  }

  @Override
  public boolean wants(String path) {
    return isArchive(path);
  }

  static boolean isArchive(String path) {
    if (path.length() - path.lastIndexOf('.') > LONGEST_END) {
      return false; // asked of every file there is
    }
    for (int i = 0; i < ENDS.size(); i++) {
      if (path.endsWith(ENDS.get(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    JarReading.file(path, content, found);
  }
}

package dev.assay.advisory.feed.language;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.advisory.db.PublishedFile;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.failure.InputFailure;
import dev.assay.format.maven.Pom;
import dev.assay.format.maven.PomReader;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The archives of a Maven repository folder by their SHA-1, so that a scan knows them again where
/// they carry no coordinates.
///
/// `GROUP/WITH/SLASHES/ARTIFACT/VERSION/ARTIFACT-VERSION[-CLASSIFIER].jar`, as in
/// `~/.m2/repository`, on a mirror's disk, or in an archive of either. Where the checksum that was
/// published with an archive lies beside it, `….jar.sha1`, it must be right; where the project's
/// `pom` does, it must name the coordinates that the place says. What is not so becomes a gap and
/// is not indexed: a renamed or rotten file must not give a vulnerable archive another name.
///
/// Source: <https://maven.apache.org/repository/layout.html>
public final class MavenIndex implements Feed {
  private static final Ecosystem MAVEN = new Ecosystem("maven", "");
  private static final List<String> ARCHIVES = List.of(".jar", ".war", ".ear", ".rar", ".hpi");
  private static final List<String> NO_PROGRAMS =
      List.of("-sources.jar", "-javadoc.jar", "-test-sources.jar");
  private static final String CHECKSUM = ".sha1";
  private static final int SHA1_DIGITS = 40;
  private static final int MAX_POM_BYTES = 4 << 20;
  private static final int MAX_ARCHIVES_OF_A_VERSION = 10_000;

  @Override
  public Facts facts() {
    return new Facts(
        "maven-index",
        "archives of a Maven repository folder, to know jars by their SHA-1",
        "no advisories",
        List.of(),
        DataSources.MAVEN_INDEX);
  }

  @Override
  public boolean wants(String file) {
    String archive =
        file.endsWith(CHECKSUM) ? file.substring(0, file.length() - CHECKSUM.length()) : file;
    return isArchive(archive) || file.endsWith(".pom");
  }

  @Override
  public boolean isKeptPacked(String file) {
    return isArchive(file);
  }

  private static boolean isArchive(String file) {
    return ARCHIVES.stream().anyMatch(file::endsWith)
        && NO_PROGRAMS.stream().noneMatch(file::endsWith);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    var reading = new Reading(sink);
    input.forEach(Long.MAX_VALUE, reading::file);
    reading.endVersion();
  }

  /// A folder of one version: its archives are held until its pom and checksums were read.
  private static final class Reading {
    private final FeedSink sink;
    private final Map<String, String> archives = new TreeMap<>();
    private final Map<String, String> checksums = new TreeMap<>();
    private Optional<PublishedFile> project = Optional.empty();
    private String folder = "";

    Reading(FeedSink sink) {
      this.sink = sink;
    }

    void file(String name, InputStream content) throws IOException {
      String in = name.substring(0, name.lastIndexOf('/') + 1);
      if (!in.equals(folder)) {
        endVersion();
        folder = in;
      }
      String file = name.substring(in.length());
      if (file.endsWith(CHECKSUM)) {
        checksums.put(file.substring(0, file.length() - CHECKSUM.length()), checksum(content));
      } else if (file.endsWith(".pom")) {
        project(name, content);
      } else if (archives.size() < MAX_ARCHIVES_OF_A_VERSION) {
        archives.put(file, sha1(content));
      } else {
        sink.gap(new Gap(name, 0, "more than " + MAX_ARCHIVES_OF_A_VERSION + " in one folder"));
      }
    }

    /// The first word: some tools write the file's name behind it.
    private static String checksum(InputStream content) throws IOException {
      String text = new String(content.readNBytes(SHA1_DIGITS), US_ASCII);
      return text.matches("[0-9a-fA-F]{40}") ? text.toLowerCase(Locale.ROOT) : "";
    }

    private static String sha1(InputStream content) throws IOException {
      try {
        MessageDigest hash = MessageDigest.getInstance("SHA-1"); // what repositories publish
        byte[] buffer = new byte[1 << 16];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
          hash.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(hash.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private void project(String name, InputStream content) throws IOException {
      byte[] bytes = content.readNBytes(MAX_POM_BYTES + 1);
      try {
        if (bytes.length > MAX_POM_BYTES) {
          throw new InputFailure("it has more than " + MAX_POM_BYTES + " bytes");
        }
        Pom pom = PomReader.read(bytes);
        boolean isFilledIn =
            !(pom.group() + pom.artifact() + pom.version()).contains("${")
                && !pom.group().isEmpty()
                && !pom.version().isEmpty();
        if (isFilledIn) {
          project =
              Optional.of(new PublishedFile(pom.group() + ":" + pom.artifact(), pom.version()));
        }
      } catch (InputFailure e) {
        sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      }
    }

    /// Says what the folder's archives are.
    void endVersion() throws IOException {
      for (Map.Entry<String, String> archive : archives.entrySet()) {
        sink.record(Optional.empty());
        String problem = problem(archive.getKey(), archive.getValue());
        if (problem.isEmpty()) {
          sink.identity(MAVEN, archive.getValue(), place().orElseThrow());
        } else {
          sink.gap(new Gap(folder + archive.getKey(), 0, problem));
        }
      }
      archives.clear();
      checksums.clear();
      project = Optional.empty();
    }

    private String problem(String file, String sha1) {
      Optional<PublishedFile> place = place();
      String published = checksums.getOrDefault(file, sha1);
      if (place.isEmpty() || !isNamedAfter(file, place.get())) {
        return "not where a Maven repository has its archives; name the repository's own folder";
      }
      if (!published.equals(sha1)) {
        return "its SHA-1 is " + sha1 + ", the checksum beside it is another one";
      }
      if (project.isPresent() && !project.get().equals(place.get())) {
        PublishedFile said = project.get();
        return "its pom names " + said.name() + " " + said.version() + ", its place does not";
      }
      return "";
    }

    private static boolean isNamedAfter(String file, PublishedFile place) {
      String artifact = place.name().substring(place.name().indexOf(':') + 1);
      // Of a snapshot the file has the time in the place of the word.
      String version = place.version().replaceFirst("-SNAPSHOT$", "-");
      String start = artifact + "-" + version;
      char next = file.length() > start.length() ? file.charAt(start.length()) : 0;
      return file.startsWith(start) && (next == '.' || next == '-' || start.endsWith("-"));
    }

    /// What the folder's path says.
    private Optional<PublishedFile> place() {
      String[] parts = folder.split("/");
      int last = parts.length - 1;
      if (last < 2) {
        return Optional.empty();
      }
      String group = String.join(".", List.of(parts).subList(0, last - 1));
      return Optional.of(new PublishedFile(group + ":" + parts[last - 1], parts[last]));
    }
  }
}

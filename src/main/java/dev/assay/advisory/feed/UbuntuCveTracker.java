package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.model.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.regex.Pattern;

/// Ubuntu's CVE tracker: a text file for each CVE in `active/` and `retired/`.
///
/// Source: <https://git.launchpad.net/ubuntu-cve-tracker>
public final class UbuntuCveTracker implements Feed {
  private static final Pattern CVE_FILE =
      Pattern.compile("(?:.*/)?(?:(?:active|retired)/)?CVE-[0-9]{4}-[0-9A-Z]+");
  private static final long MAX_FILE_BYTES = 8 << 20;

  @Override
  public Facts facts() {
    return new Facts(
        "ubuntu-cve-tracker",
        "Ubuntu packages: state of every CVE in every release",
        "none stated",
        List.of(
            "https://git.launchpad.net/ubuntu-cve-tracker/snapshot/ubuntu-cve-tracker-master.tar.gz"),
        DataSources.UBUNTU);
  }

  @Override
  public boolean wants(String file) {
    return isArchive(file) || CVE_FILE.matcher(file).matches();
  }

  private static boolean isArchive(String file) {
    return file.endsWith(".zip") || file.contains(".tar");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CvssScores scores = new CvssScores();
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) -> {
          if (CVE_FILE.matcher(name).matches()) {
            read(name, content, scores, sink);
          }
        });
  }

  private static void read(String name, InputStream content, CvssScores scores, FeedSink sink)
      throws IOException {
    UbuntuCveFile file = new UbuntuCveFile(name, scores, sink);
    try {
      TextLines lines = new TextLines(new InputStreamReader(content, UTF_8));
      long number = 0;
      for (String line = lines.next(); line != null; line = lines.next()) {
        number++;
        file.line(line, number);
      }
    } catch (InputFailure e) {
      sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      return;
    }
    file.end();
  }
}

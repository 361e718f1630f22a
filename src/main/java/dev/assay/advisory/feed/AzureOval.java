package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Azure Linux and CBL-Mariner in OVAL: an XML file for each release, which its name tells.
///
/// Source: <https://github.com/microsoft/AzureLinuxVulnerabilityData>,
/// <https://oval.mitre.org/language/version5.11/>
public final class AzureOval implements Feed {
  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?(azurelinux|cbl-mariner)-([0-9]+\\.[0-9]+)-oval\\.xml(?:\\.gz)?");

  @Override
  public Facts facts() {
    return new Facts(
        "azure",
        "Azure Linux and CBL-Mariner packages",
        "MIT",
        List.of(
            "https://github.com/microsoft/AzureLinuxVulnerabilityData/archive/refs/heads/main.tar.gz"),
        DataSources.AZURE);
  }

  @Override
  public boolean wants(String file) {
    return FILE.matcher(file).matches() || file.contains(".tar") || file.endsWith(".zip");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    int[] read = {0};
    input.forEach((name, content) -> {
      Matcher file = FILE.matcher(name);
      if (!file.matches()) {
        return;
      }
      read[0]++;
      var oval = new OvalDefinitions(new Ecosystem(file.group(1), file.group(2)), name, sink);
      try {
        oval.read(content);
      } catch (InputFailure e) {
        sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      }
    });
    if (read[0] == 0) {
      sink.gap(new Gap("", 0, "no file is called like azurelinux-3.0-oval.xml"));
    }
  }
}

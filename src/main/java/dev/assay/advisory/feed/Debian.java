package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Gap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Debian's security tracker: its lists of notices (`data/DSA/list`, `data/DLA/list`,
/// `data/DTSA/list`, `distributions.json`) and its JSON with the state of every CVE in every
/// package and release. A file is told by what is in it.
public final class Debian implements Feed {
  private static final long MAX_FILE_BYTES = 1L << 30;

  @Override
  public Facts facts() {
    return new Facts(
        "debian",
        "Debian packages: state of every CVE (JSON), or the notices (DSA, DLA, DTSA lists)",
        "none stated",
        List.of("https://security-tracker.debian.org/tracker/data/json"),
        DataSources.DEBIAN);
  }

  @Override
  public boolean wants(String file) {
    return file.equals("list") || file.endsWith("/list") || file.contains("json");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    DebianReleases releases = new DebianReleases();
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) -> {
          BufferedInputStream in = new BufferedInputStream(content, 1 << 16);
          if (JsonStream.isObject(in)) {
            json(name, in, releases, sink);
          } else {
            list(name, in, releases, sink);
          }
        });
  }

  private static void list(String name, InputStream in, DebianReleases releases, FeedSink sink)
      throws IOException {
    DebianList list = new DebianList(name, releases, sink);
    TextLines lines = new TextLines(new InputStreamReader(in, UTF_8));
    long number = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      number++;
      if (number == 1 && !DebianList.isOne(line)) {
        sink.gap(new Gap(name, 1, "neither a list of notices nor the tracker's JSON"));
        return;
      }
      list.line(line, number);
    }
    list.end();
  }

  private static void json(String name, InputStream in, DebianReleases releases, FeedSink sink)
      throws IOException {
    DebianTracker tracker = new DebianTracker(name, releases, sink);
    Map<String, Json> distributions = new HashMap<>();
    JsonStream.members(
        in,
        name,
        (packageName, parser) -> {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InputFailure(name + ": `" + Words.shown(packageName) + "` is no object");
          }
          issues(packageName, parser, tracker, distributions);
        });
    releases.learn(new Json.Obj(distributions));
  }

  /// The members of a package are its CVEs; those of a distribution are texts.
  private static void issues(
      String name, JsonParser parser, DebianTracker tracker, Map<String, Json> distributions)
      throws IOException {
    Map<String, Json> texts = new HashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String id = parser.currentName();
      parser.nextToken();
      Json value = Json.readWhole(parser);
      if (value instanceof Json.Obj) {
        tracker.issue(name, id, value);
      } else {
        texts.put(id, value);
      }
    }
    if (texts.containsKey("major-version")) {
      distributions.put(name, new Json.Obj(texts));
    }
  }
}

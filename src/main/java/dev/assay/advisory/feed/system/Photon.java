package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Source packages of Photon OS, a JSON file for each release, which its name tells: `cve_id`,
/// `pkg` and `res_ver`, the version that has the fix, or `NA`; `status` may say `Not Affected`.
///
/// Source: <https://packages.vmware.com/photon/photon_cve_metadata/>
public final class Photon implements Feed {
  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?cve_data_photon([0-9]+\\.[0-9]+)\\.json");

  @Override
  public Facts facts() {
    return new Facts(
        "photon",
        "Photon OS packages",
        "none stated",
        List.of(
            "https://packages.vmware.com/photon/photon_cve_metadata/cve_data_photon{release}.json"),
        DataSources.PHOTON);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return FILE.matcher(file).matches() || Documents.isArchive(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach((name, content) -> {
      Matcher file = FILE.matcher(name);
      if (file.matches()) {
        try {
          Ecosystem ecosystem = new Ecosystem("photon", file.group(1));
          for (Json item : Json.parse(content.readAllBytes(), name).items()) {
            entry(name, ecosystem, item, sink);
          }
        } catch (InputFailure e) {
          sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
        }
      }
    });
  }

  private static void entry(String file, Ecosystem ecosystem, Json item, FeedSink sink)
      throws IOException {
    sink.record(Optional.empty());
    String id = item.text("cve_id");
    String name = item.text("pkg");
    String fixed = item.text("res_ver").strip();
    if (!Words.isCve(id) || name.isEmpty() || fixed.isEmpty()) {
      sink.gap(new Gap(file, 0, "`" + Words.shown(id) + "` in `" + Words.shown(name) + "`"));
      return;
    }
    boolean isFixed = !fixed.equals("NA");
    boolean isNever = item.text("status").equals("Not Affected");
    AffectedRange range = isFixed ? AffectedRange.before(fixed) : AffectedRange.ALL;
    sink.advisory(
        ecosystem,
        new Advisory(
            id,
            List.of(),
            List.of(),
            DataSources.PHOTON,
            name,
            isNever ? List.of() : List.of(range),
            List.of(),
            isNever ? Status.NOT_AFFECTED : isFixed ? Status.FIXED : Status.AFFECTED,
            severity(item.at("cve_score")),
            ""));
  }

  private static Severity severity(Json score) {
    return score instanceof Json.Num number && number.literal().matches("[0-9]{1,2}(\\.[0-9]+)?")
        ? Severity.ofScore(Double.parseDouble(number.literal()))
        : Severity.UNKNOWN;
  }
}

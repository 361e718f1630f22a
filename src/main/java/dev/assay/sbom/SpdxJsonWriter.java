package dev.assay.sbom;

import dev.assay.format.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// SPDX as JSON.
final class SpdxJsonWriter {
  private SpdxJsonWriter() {}

  static void write(SpdxBill document, OutputStream out) throws IOException {
    JsonOutput.write(
        out,
        json ->
            json.object(() -> {
              json.put("spdxVersion", SpdxBill.EDITION);
              json.put("dataLicense", SpdxBill.LICENSE);
              json.put("SPDXID", SpdxBill.DOCUMENT);
              json.put("name", document.name());
              json.put("documentNamespace", document.namespace());
              json.object(
                  "creationInfo",
                  () -> {
                    json.put("creators", List.of(document.creator()));
                    json.put("created", document.created());
                  });
              json.arrayOfAny("annotations", document.annotations(), json::item);
              json.array("packages", () -> document.packages(json::item));
              json.array(
                  "hasExtractedLicensingInfos", () -> document.extractedLicenses(json::item));
              json.array("relationships", () -> document.relationships(json::item));
            }));
  }
}

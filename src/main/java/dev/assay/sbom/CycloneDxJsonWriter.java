package dev.assay.sbom;

import dev.assay.format.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;

/// CycloneDX as JSON.
final class CycloneDxJsonWriter {
  private CycloneDxJsonWriter() {}

  static void write(CycloneDxBill document, OutputStream out) throws IOException {
    JsonOutput.write(
        out,
        json ->
            json.object(() -> {
              json.put(
                  "$schema",
                  "http://cyclonedx.org/schema/bom-" + document.edition() + ".schema.json");
              json.put("bomFormat", "CycloneDX");
              json.put("specVersion", document.edition());
              json.put("serialNumber", document.serialNumber());
              json.put("version", 1);
              json.put("metadata", document.metadata());
              for (CycloneDxBill.Section section : document.sections()) {
                json.array(section.name(), () -> section.items().accept(json::item));
              }
            }));
  }
}

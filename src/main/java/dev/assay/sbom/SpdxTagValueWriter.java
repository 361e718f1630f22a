package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.format.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/// SPDX as lines of `Tag: value`.
///
/// Source: <https://spdx.github.io/spdx-spec/v2.3/conformance/>
final class SpdxTagValueWriter {
  private final Writer out;

  private SpdxTagValueWriter(Writer out) {
    this.out = out;
  }

  static void write(SpdxBill document, OutputStream out) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    try {
      new SpdxTagValueWriter(text).document(document);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    text.flush();
  }

  private void document(SpdxBill document) {
    line("SPDXVersion", SpdxBill.EDITION);
    line("DataLicense", SpdxBill.LICENSE);
    line("SPDXID", SpdxBill.DOCUMENT);
    line("DocumentName", document.name());
    line("DocumentNamespace", document.namespace());
    line("Creator", document.creator());
    line("Created", document.created());
    document.annotations().forEach(one -> annotation(SpdxBill.DOCUMENT, one));
    document.packages(this::component);
    document.extractedLicenses(this::license);
    write("\n");
    document.relationships(one ->
        line(
            "Relationship",
            one.text("spdxElementId")
                + " "
                + one.text("relationshipType")
                + " "
                + one.text("relatedSpdxElement")));
  }

  private void component(Json one) {
    write("\n");
    line("PackageName", one.text("name"));
    line("SPDXID", one.text("SPDXID"));
    any("PackageVersion", one.text("versionInfo"));
    any("PackageSupplier", one.text("supplier"));
    line("PackageDownloadLocation", one.text("downloadLocation"));
    line("FilesAnalyzed", one.at("filesAnalyzed").isTrue() ? "true" : "false");
    for (Json checksum : one.at("checksums").items()) {
      line("PackageChecksum", checksum.text("algorithm") + ": " + checksum.text("checksumValue"));
    }
    if (!one.text("sourceInfo").isEmpty()) {
      block("PackageSourceInfo", one.text("sourceInfo"));
    }
    line("PackageLicenseConcluded", one.text("licenseConcluded"));
    line("PackageLicenseDeclared", one.text("licenseDeclared"));
    line("PackageCopyrightText", one.text("copyrightText"));
    for (Json external : one.at("externalRefs").items()) {
      line(
          "ExternalRef",
          external.text("referenceCategory")
              + " "
              + external.text("referenceType")
              + " "
              + external.text("referenceLocator"));
    }
    any("PrimaryPackagePurpose", one.text("primaryPackagePurpose"));
    one.at("annotations").items().forEach(note -> annotation(one.text("SPDXID"), note));
  }

  private void annotation(String about, Json one) {
    write("\n");
    line("Annotator", one.text("annotator"));
    line("AnnotationDate", one.text("annotationDate"));
    line("AnnotationType", one.text("annotationType"));
    line("SPDXREF", about);
    block("AnnotationComment", one.text("comment"));
  }

  private void license(Json one) {
    write("\n");
    line("LicenseID", one.text("licenseId"));
    block("ExtractedText", one.text("extractedText"));
    line("LicenseName", one.text("name"));
  }

  private void any(String tag, String value) {
    if (!value.isEmpty()) {
      line(tag, value);
    }
  }

  private void line(String tag, String value) {
    write(tag + ": " + value + "\n");
  }

  private void block(String tag, String value) {
    write(tag + ": <text>" + value + "</text>\n");
  }

  private void write(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

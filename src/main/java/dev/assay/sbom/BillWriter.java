package dev.assay.sbom;

import java.io.IOException;
import java.io.OutputStream;

/// Writes bills of materials. The same bill gives the same bytes, and what `SbomReader` reads from
/// them is the inventory that was written.
public final class BillWriter {
  private BillWriter() {}

  /// Writes one document.
  ///
  /// @param out stays open
  /// @throws IOException where the bytes cannot be written
  public static void write(Bill bill, BillFormat format, OutputStream out) throws IOException {
    switch (format.standard()) {
      case CYCLONEDX -> {
        CycloneDxBill document = new CycloneDxBill(bill, format);
        if (format.form() == BillFormat.Form.XML) {
          CycloneDxXmlWriter.write(document, out);
        } else {
          CycloneDxJsonWriter.write(document, out);
        }
      }
      case SPDX -> {
        SpdxBill document = new SpdxBill(bill);
        if (format.form() == BillFormat.Form.TAG_VALUE) {
          SpdxTagValueWriter.write(document, out);
        } else {
          SpdxJsonWriter.write(document, out);
        }
      }
    }
  }
}

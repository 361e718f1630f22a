package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Receipt;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// What `--explain-bytes` writes: every request, every layer's way and every stage's time, with the
/// sums. Unlike a report it differs from run to run.
///
/// ```json
/// {"rung":"streamed","bytes_moved":2,"bytes_total":4,"fetched_ratio":0.5,"requests":[…],
///  "layers":[…],"stages":[…]}
/// ```
public final class ReceiptWriter {
  private static final double THOUSANDTHS = 1_000.0;

  private ReceiptWriter() {}

  /// Writes one receipt as an object, several as an array of them.
  ///
  /// @param out stays open
  /// @throws IOException where the bytes cannot be written
  public static void write(List<Receipt> receipts, OutputStream out) throws IOException {
    JsonOutput.write(
        out,
        json -> {
          if (receipts.size() == 1) {
            json.object(() -> receipt(json, receipts.getFirst()));
          } else {
            json.array(() -> receipts.forEach(r -> json.object(() -> receipt(json, r))));
          }
        });
  }

  private static void receipt(JsonOutput json, Receipt receipt) {
    receipt.rung().ifPresent(rung -> json.put("rung", rung.word()));
    json.put("bytes_moved", receipt.bytesMoved());
    json.put("bytes_total", receipt.bytesTotal());
    if (receipt.bytesTotal() > 0) {
      double ratio = (double) receipt.bytesMoved() / receipt.bytesTotal();
      json.put("fetched_ratio", Math.round(ratio * THOUSANDTHS) / THOUSANDTHS);
    }
    json.put("request_count", receipt.requests().size());
    json.array("requests", () -> receipt.requests().forEach(r -> request(json, r)));
    json.array("layers", () -> receipt.layers().forEach(layer -> layer(json, layer)));
    json.array("stages", () -> receipt.stages().forEach(stage -> stage(json, stage)));
  }

  private static void request(JsonOutput json, Receipt.Request request) {
    json.object(() -> {
      json.put("purpose", request.purpose());
      json.put("url", request.url());
      json.put("status", request.status());
      json.put("bytes", request.bytes());
    });
  }

  private static void layer(JsonOutput json, Receipt.LayerCost layer) {
    json.object(() -> {
      json.put("digest", layer.digest().toString());
      json.put("rung", layer.rung().word());
      json.put("bytes_moved", layer.bytesMoved());
      json.put("size_bytes", layer.sizeBytes());
      json.putAny("note", layer.note());
    });
  }

  private static void stage(JsonOutput json, Receipt.Stage stage) {
    json.object(() -> {
      json.put("name", stage.name());
      json.put("millis", stage.millis());
    });
  }
}

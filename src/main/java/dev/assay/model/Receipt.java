package dev.assay.model;

import java.util.List;
import java.util.Optional;

/// What a scan cost. It differs from run to run, so it stands in the table's last line and in
/// `--explain-bytes`, never in JSON, SARIF or an SBOM.
///
/// @param rung the most expensive way that was needed; empty where there was no image
/// @param bytesMoved received in bodies
/// @param bytesTotal of the image as stored: manifest, configuration and layers
/// @param requests each request in order
/// @param layers each layer's way
/// @param stages milliseconds of wall time by stage
public record Receipt(
    Optional<Rung> rung,
    long bytesMoved,
    long bytesTotal,
    List<Request> requests,
    List<LayerCost> layers,
    List<Stage> stages) {
  public Receipt {
    requests = List.copyOf(requests);
    layers = List.copyOf(layers);
    stages = List.copyOf(stages);
  }

  /// One request: what for (`manifest`, `config`, `layer`, `token`, …), its address without
  /// secrets, and the bytes received.
  public record Request(String purpose, String url, int status, long bytes) {}

  /// One layer: which rung served it and how many bytes moved for it.
  ///
  /// @param note why it was not a cheaper rung, in a clause, such as an index that is broken;
  ///   mostly empty
  public record LayerCost(Digest digest, Rung rung, long bytesMoved, long sizeBytes, String note) {
    /// Where nothing needs to be explained.
    public LayerCost(Digest digest, Rung rung, long bytesMoved, long sizeBytes) {
      this(digest, rung, bytesMoved, sizeBytes, "");
    }
  }

  /// Wall time of one stage.
  public record Stage(String name, long millis) {}
}

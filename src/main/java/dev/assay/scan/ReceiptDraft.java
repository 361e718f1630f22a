package dev.assay.scan;

import dev.assay.model.Receipt;
import dev.assay.model.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A receipt on its way: what one artifact has cost so far.
final class ReceiptDraft {
  private final List<Receipt.Request> before;
  private final List<Receipt.Stage> stages = new ArrayList<>();
  private List<Receipt.LayerCost> layers = List.of();
  private Optional<Rung> rung = Optional.empty();
  private long bytesTotal;
  private long since = System.nanoTime();
  private List<Receipt.Request> requests = List.of();

  /// @param before the requests made for other artifacts
  ReceiptDraft(List<Receipt.Request> before) {
    this.before = List.copyOf(before);
  }

  /// The stage that ends now.
  void lap(String stage) {
    long now = System.nanoTime();
    stages.add(new Receipt.Stage(stage, (now - since) / 1_000_000));
    since = now;
  }

  /// How the layers came to be known, and all requests of the run up to here.
  void read(Rung way, List<Receipt.LayerCost> costs, long total, List<Receipt.Request> all) {
    rung = Optional.of(way);
    layers = costs;
    bytesTotal = total;
    requests = all.subList(before.size(), all.size());
  }

  Receipt finish() {
    long moved = requests.stream().mapToLong(Receipt.Request::bytes).sum();
    return new Receipt(rung, moved, bytesTotal, requests, layers, stages);
  }
}

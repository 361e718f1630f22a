package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Reads a layer once: bytes → digest → inflate → tar entries → analyzers.
public final class LayerAnalysis {
  private final List<Analyzer> analyzers;
  private final Limits limits;

  /// @param analyzers those whose scope is not what is installed are left out
  public LayerAnalysis(List<Analyzer> analyzers, Limits limits) {
    this.analyzers =
        analyzers.stream().filter(a -> a.scopes().contains(Analyzer.Scope.INSTALLED)).toList();
    this.limits = limits;
  }

  /// Changes whenever the same bytes could give another inventory: another analyzer, other rules of
  /// one, another limit.
  public Digest rulesDigest() {
    throw new UnsupportedOperationException(analyzers.toString() + limits);
  }

  /// Reads a layer to its end and checks digest and size over every byte.
  ///
  /// @throws InputFailure where it is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public LayerInventory read(LayerSource layer) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Reads a layer that can be had only once, such as a member of an archive on standard input.
  ///
  /// @param content ends where the layer ends; stays open
  /// @param expected what the bytes must hash to, where that is known
  /// @param name what messages call it
  /// @throws InputFailure where it is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public LayerInventory read(InputStream content, Optional<Digest> expected, String name)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}

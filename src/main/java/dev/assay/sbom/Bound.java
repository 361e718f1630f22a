package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import java.util.function.Supplier;

/// How much a document may bring.
///
/// @param bytes of memory that what it lists may take, roughly
/// @param passed what to say where it is more
public record Bound(long bytes, Supplier<InputFailure> passed) {
  /// What the program's usual memory holds.
  public static final Bound STANDARD =
      new Bound(
          100L << 20,
          () -> new InputFailure("the bill of materials lists more than fits into memory"));
}

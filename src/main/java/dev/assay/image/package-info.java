/// A layer's bytes to its entries in one pass, and the layers of an image laid over each other.
///
/// `ImageAnalysis` asks the cache, reads the layers that it does not know with `LayerAnalysis` and
/// merges them with `InventoryMerge`. One layer's way: `LayerFeed` (a thread that fetches and
/// hashes) → `Unpacked` (gzip, zstd or plain, hashed again; for a large layer that has a core to
/// itself, a thread too) → `TarReader` → `LayerWalk` (what each entry means) → `FileReading` (the
/// analyzers) → `LayerNotes`. Every one of them is bounded by `Limits`.
///
/// A file of the analysis cache: the eight bytes `ASAYINV` and version 2, the SHA-256 of the rest,
/// and the rest: zlib data of the value as `InventoryCodec` writes it.
@NullMarked
package dev.assay.image;

import org.jspecify.annotations.NullMarked;

/// A layer's bytes to its entries in one pass, and the layers of an image laid over each other.
///
/// `ImageAnalysis` asks the cache, reads the layers that it does not know with `LayerAnalysis` and
/// merges them with `InventoryMerge`. One layer's way: `LayerFeed` (a thread that fetches and
/// hashes) → `Unpacked` (gzip, zstd or plain, hashed again; for a large layer that has a core to
/// itself, a thread too) → `TarReader` → `LayerWalk` (what each entry means) → `FileReading` (the
/// analyzers) → `LayerNotes`. Every one of them is bounded by `Limits`.
///
/// A file of the analysis cache: the eight bytes `ASAYINV` and version 4; three numbers of four
/// bytes each: the CRC-32 of all that follows it, the length of the value as `InventoryCodec`
/// writes it, and that of the zlib data of it; these; and the hashes of paths that belong to it.
@NullMarked
package dev.assay.image;

import org.jspecify.annotations.NullMarked;

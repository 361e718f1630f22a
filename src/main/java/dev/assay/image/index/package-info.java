/// Layers of which only parts are fetched: what an index lists, where a file's bytes are, and how
/// many requests it takes to get them.
///
/// A `LayerIndex` lists entries; a file's content is `Slice`s of `Block`s; a `Block` is a stretch
/// of the layer that can be unpacked and checked by itself. `BlockReader` fetches blocks, many at a
/// time, by a `FetchPlan`. Nothing that does not match the index's digests leaves this package:
/// what is wrong with an index is an `InputFailure`, and whoever asked reads the layer as a whole.
@NullMarked
package dev.assay.image.index;

import org.jspecify.annotations.NullMarked;

package dev.assay.image.index;

import dev.assay.model.Digest;
import java.util.Optional;

/// A part of a file's content.
///
/// @param block what it is unpacked from; empty for zeros, which are not fetched
/// @param start offset in the unpacked block
/// @param length how many bytes
/// @param digest what they must hash to, where the index says so
public record Slice(Optional<Block> block, long start, long length, Optional<Digest> digest) {}

package dev.assay.format.toc;

import dev.assay.model.Digest;

/// A stretch of a file's content that is packed by itself.
///
/// @param from offset of the packed bytes in the layer
/// @param inner how many unpacked bytes come before the stretch there
/// @param sizeBytes unpacked
/// @param digest of the stretch, unpacked
/// @param isZeros whether it is nothing but zeros, which need not be fetched
public record TocChunk(long from, long inner, long sizeBytes, Digest digest, boolean isZeros) {}

/// Indexes of layers: which files a layer has and where in its compressed bytes they are.
/// Everything an index says is somebody's claim; what each kind proves is written on its class.
///
/// - eStargz: the last member of a gzip layer is a tar with `stargz.index.json`; 51 bytes at the
///   layer's end say where it starts. Every file's chunks are gzip members of their own.
/// - zstd:chunked: the same list, zstd-packed in a skippable frame; annotations of the layer's
///   descriptor, or a footer, say where. Every chunk is a zstd frame of its own.
/// - SOCI: a ztoc, a flatbuffer beside the layer: a list of files and, every few MiB, all that is
///   needed to start to unpack there (a checkpoint: byte, bit, and the 32 KiB before).
///
/// Source: <https://github.com/containerd/stargz-snapshotter/blob/v0.18.0/docs/estargz.md>,
/// <https://github.com/containers/storage/blob/main/docs/containers-storage-zstd-chunked.md>,
/// <https://github.com/awslabs/soci-snapshotter/blob/main/docs/soci-index.md>
@NullMarked
package dev.assay.format.toc;

import org.jspecify.annotations.NullMarked;

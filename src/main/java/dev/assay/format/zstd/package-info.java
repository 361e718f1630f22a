/// zstd files as a stream, in Java alone and without `Unsafe`: the bytes are hostile, so every
/// access is checked, and nothing native is unpacked on the way.
///
/// A file is a row of frames. A frame: magic `28 b5 2f fd`, a header (window size, content size,
/// whether a checksum follows), blocks of at most 128 KiB, and the low half of the content's XXH64.
/// A block is raw, one repeated byte, or compressed: literals (raw, repeated, or Huffman coded) and
/// sequences (how many literals to copy, then how many bytes from how far back) in three
/// interleaved FSE codes, read from the last bit to the first. Skippable frames (magic `50`…`5f 2a
/// 4d 18` and a length) are skipped; zstd:chunked layers have their index in them.
///
/// Source: RFC 8878
@NullMarked
package dev.assay.format.zstd;

import org.jspecify.annotations.NullMarked;

/// bzip2 files as a stream: any number of streams, each `BZh` and a digit (hundreds of kilobytes to
/// a block), blocks, and an end mark with a checksum over those of the blocks. A block: its mark,
/// CRC-32, the place where the Burrows-Wheeler transform began, which bytes occur, Huffman tables
/// and which of them codes each 50 symbols, and the symbols. Bits are read from the highest on.
///
/// Source: <https://sourceware.org/bzip2/manual/manual.html>
@NullMarked
package dev.assay.format.bzip2;

import org.jspecify.annotations.NullMarked;

/// tar archives as a stream, in every dialect that images come in: v7, ustar, star, GNU (long
/// names, base-256 numbers, old sparse files) and PAX (names, sizes, sparse files 0.0, 0.1 and
/// 1.0).
///
/// An archive is a row of 512-byte blocks: for each entry a header, then its content padded with
/// zeros. Header: name 0–99, mode, uid, gid, size 124–135 (octal), mtime, checksum 148–155, type
/// 156, link name 157–256, magic 257–264, …, name prefix 345–499. Two blocks of zeros end it. Where
/// dialects disagree, container runtimes (Go's `archive/tar`) decide, so that we see the files that
/// they would unpack.
///
/// Source: POSIX.1-2017 `pax`; <https://www.gnu.org/software/tar/manual/html_node/Standard.html>
@NullMarked
package dev.assay.format.tar;

import org.jspecify.annotations.NullMarked;

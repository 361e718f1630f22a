/// gzip files as a stream: any number of members, each with a header (magic `1f 8b`, method 8,
/// flags, time, extra flags, system, then what the flags announce), deflate data, and a trailer
/// (the CRC-32 and the length modulo 2³² of what was packed). Source: RFC 1952.
@NullMarked
package dev.assay.format.gzip;

import org.jspecify.annotations.NullMarked;

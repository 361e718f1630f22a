/// The advisory database: what is looked up, and the byte layout of its files.
///
/// A database is a folder. `manifest.json` names everything that belongs to it and is replaced by
/// one rename, so a reader sees the old database or the new one and nothing in between;
/// `manifest.previous.json` is the one before. `partitions/` holds one file for each partition,
/// named after what is in it and its digest, so that two databases share what did not change.
/// `catalog` says what a look-up needs of the manifest, in a form that is read at once; it is made
/// from the manifest and no part of the database: a reader that finds none, or another manifest's,
/// reads the manifest. `checked.json` remembers when each partition was last compared with its
/// upstream: it is about this machine and no part of the database. `lock` keeps two writers apart;
/// readers need none.
///
/// A partition maps keys to records. There are four kinds:
///
/// | kind | one for each | key | record |
/// |---|---|---|---|
/// | `advisories` | ecosystem and release, `debian:11` | package name, normalised | `AdvisoryCodec` |
/// | `details` | ecosystem without release, `debian` | any id of a vulnerability | `DetailsCodec` |
/// | `enrichment` | source, `nvd` | CVE id | `DetailsCodec` |
/// | `identities` | ecosystem without release, `maven` | SHA-1 of a file, 20 bytes | `PublishedFile` |
///
/// Layout of a partition file, integers little-endian:
///
/// ```
///   0   8  magic "ASSAYADB"
///   8   2  version of this layout, 2
///  10   2  kind: 1 advisories, 2 details, 3 enrichment, 4 identities
///  12   4  number of blocks
///  16   8  offset of the index; blocks end there
///  24   4  length of the index
///  28   4  CRC-32 of the index
///  32   8  offset of the preamble (after the index)
///  40   4  length of the preamble
///  44   4  CRC-32 of the preamble
///  48   8  length of the file
///  56   8  number of keys
///  64   8  number of records
///  72  32  SHA-256 of the content (see below)
/// 104   8  offset of the table of keys (after the preamble)
/// 112   4  length of the table, 0 where there is none
/// 116   4  CRC-32 of the table
/// 120   4  zero
/// 124   4  CRC-32 of bytes 0 to 123
/// 128      blocks, one after the other
/// ```
///
/// The index has a row of 24 bytes for each block (offset 8, packed length 4, raw length 4, CRC-32
/// of the packed bytes 4, end of its first key 4), then the first keys one after the other; a
/// look-up is a binary search in the rows, in place. A block is a raw deflate stream of at least 4
/// KiB (advisories) or 16 KiB (the last one may be shorter) of groups in the unsigned byte order of
/// their keys: length of key, key, length of the rest, number of records, and each record behind
/// its length. Lengths and numbers are LEB128. Records of a group are sorted and different from
/// each other.
///
/// The table of keys is a `KeyTable`. Advisories have one: most packages of an image have no
/// advisory, or none that holds, and the table tells without a block being read.
///
/// The preamble holds the partition's name and the data sources that its records name by id. The
/// SHA-256 of the content is over the preamble and the raw bytes of all blocks, so it does not
/// depend on how a machine's zlib packs.
///
/// Every byte is behind a checksum that is compared before it is used: a damaged file ends in a
/// `DatabaseFailure` that names the partition, never in another answer.
@NullMarked
package dev.assay.advisory.db;

import org.jspecify.annotations.NullMarked;

/// The databases in which `rpm` keeps what is installed: three containers for the same thing.
///
/// What they hold for each package is its header, without the magic that it has in a `.rpm` file:
/// number of entries il (4 bytes), length of the data dl (4 bytes), il entries of 16 bytes (tag,
/// type, offset, count), dl bytes of data. Everything is big-endian. Types: 1 and 2 bytes, 3 two
/// bytes, 4 four bytes, 5 eight bytes, 6 a text, 7 binary, 8 and 9 texts; texts end with a zero.
/// The first entry may be a region (tags 61 to 63) that signs the entries behind it; entries after
/// the region's were added on installation and count where a tag stands twice.
///
/// Containers: Berkeley DB (`Packages`, to 2020: `BerkeleyDb`), NDB (`Packages.db`, SUSE: `Ndb`),
/// SQLite (`rpmdb.sqlite`, table `Packages` of number and header).
///
/// Source: <https://rpm-software-management.github.io/rpm/manual/format_header.html>
@NullMarked
package dev.assay.format.rpmdb;

import org.jspecify.annotations.NullMarked;

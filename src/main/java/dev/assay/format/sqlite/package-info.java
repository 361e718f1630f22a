/// SQLite databases, read without SQLite: the tables of a file at rest.
///
/// A file is pages of one size (512 to 65,536 bytes), numbered from 1. The first begins with a
/// header of 100 bytes: `SQLite format 3\0`, page size 16–17, bytes reserved at the end of each
/// page 20, text encoding 56–59. A table is a B-tree of pages of type 5 (keys and children) and 13
/// (rows); the one that begins on page 1 lists the others. A row is a record: its header's length,
/// a type for each column, then the values; what does not fit in the page goes on in a chain of
/// overflow pages. Numbers are varints (seven bits a byte) or big-endian.
///
/// Pages of free lists and indexes are never reached. What a write-ahead log beside the file holds
/// is not part of it: `WriteAheadLog` tells whether there is such a thing.
///
/// Source: <https://www.sqlite.org/fileformat2.html>
@NullMarked
package dev.assay.format.sqlite;

import org.jspecify.annotations.NullMarked;

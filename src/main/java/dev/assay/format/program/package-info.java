/// Programs and libraries as linkers write them: where in an ELF, PE or Mach-O file which kind of
/// data is, read from its first bytes alone, and access to those parts of it that were kept.
@NullMarked
package dev.assay.format.program;

import org.jspecify.annotations.NullMarked;

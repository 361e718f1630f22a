package dev.assay.format.program;

/// A run of bytes of a program's file.
///
/// @param use what it is for
/// @param name of the section, empty where the format names none
/// @param offset in the file; never negative
/// @param sizeBytes in the file; never negative, and the end is below `Long.MAX_VALUE`
/// @param address where it lies once the program runs
public record Region(Use use, String name, long offset, long sizeBytes, long address) {
  /// What a region is for.
  public enum Use {
    /// Instructions.
    CODE,
    /// Constants.
    READ_ONLY,
    /// Variables with their first values.
    WRITABLE,
    /// Notes of an ELF file.
    NOTES,
    /// The table of an ELF file's sections.
    SECTIONS
  }

  /// Where it ends in the file.
  public long end() {
    return offset + sizeBytes;
  }
}

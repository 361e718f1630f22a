package dev.assay.model;

import java.util.List;

/// What one source says about one package and one vulnerability (a set of aliases).
///
/// @param id as the source calls it: `CVE-2021-3711`, `GHSA-…`, `PYSEC-…`
/// @param aliases other ids of the same vulnerability
/// @param vendorIds the notices that carry it: `DSA-4963-1`, `USN-…`
/// @param source who says so
/// @param packageName as the ecosystem writes it; the source package's for distributions
/// @param ranges affected stretches of versions
/// @param versions further versions that are affected, one by one
/// @param status what the source says; `FIXED` where a range names a fix
/// @param severity the source's own word for this package, or `UNKNOWN`
/// @param note why, in the source's words (`no-dsa: Minor issue`), or `module nodejs:12`, or empty
public record Advisory(
    String id,
    List<String> aliases,
    List<String> vendorIds,
    DataSource source,
    String packageName,
    List<AffectedRange> ranges,
    List<String> versions,
    Status status,
    Severity severity,
    String note) {
  private static final String MODULE = "module ";

  public Advisory {
    aliases = List.copyOf(aliases);
    vendorIds = List.copyOf(vendorIds);
    ranges = List.copyOf(ranges);
    versions = List.copyOf(versions);
  }

  /// The note of an advisory about rpm packages of modules.
  ///
  /// @param streams such as `nodejs:12`
  public static String moduleNote(List<String> streams) {
    return streams.isEmpty() ? "" : MODULE + String.join(" ", streams);
  }

  /// The module streams that a note names; empty where it names none.
  public List<String> moduleStreams() {
    return note.startsWith(MODULE)
        ? List.of(note.substring(MODULE.length()).split(" "))
        : List.of();
  }
}

package dev.assay.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a user can say about reports, whatever their format.
///
/// @param listAllPackages packages without findings stand in JSON too
/// @param showSuppressed what the user's rules took out is shown, and why
/// @param dependencyTree the table shows who needs a vulnerable package
/// @param table which parts the table has
/// @param page what the table is written on
/// @param flags the flags that change what a report says, as `name=value`; they are part of the
///   report's identity
/// @param version of this program
/// @param date that documents bear where the user gives one
public record ReportOptions(
    boolean listAllPackages,
    boolean showSuppressed,
    boolean dependencyTree,
    Set<TablePart> table,
    Page page,
    List<String> flags,
    String version,
    Optional<Instant> date) {
  /// What holds where nobody says otherwise, for a file.
  public static final ReportOptions DEFAULT =
      new ReportOptions(
          true, false, false, EnumSet.allOf(TablePart.class), Page.FILE, List.of(), "");

  /// Without a date of the user's.
  public ReportOptions(
      boolean listAllPackages,
      boolean showSuppressed,
      boolean dependencyTree,
      Set<TablePart> table,
      Page page,
      List<String> flags,
      String version) {
    this(
        listAllPackages,
        showSuppressed,
        dependencyTree,
        table,
        page,
        flags,
        version,
        Optional.empty());
  }

  public ReportOptions {
    table = Collections.unmodifiableSet(EnumSet.copyOf(table));
    flags = List.copyOf(flags);
  }

  /// The same with something more that changes what a report says.
  ///
  /// @param flag as `name=value`
  public ReportOptions and(String flag) {
    List<String> all = new ArrayList<>(flags);
    all.add(flag);
    return new ReportOptions(
        listAllPackages, showSuppressed, dependencyTree, table, page, all, version, date);
  }

  /// The same for a report that goes to a file.
  public ReportOptions onFile() {
    return new ReportOptions(
        listAllPackages, showSuppressed, dependencyTree, table, Page.FILE, flags, version, date);
  }

  /// The words after `--table-mode`.
  public enum TablePart {
    SUMMARY,
    DETAILED
  }

  /// What a table is written on.
  ///
  /// @param hasBoxes whether it shows box-drawing characters; ASCII otherwise
  /// @param hasColor whether severities are coloured
  /// @param columns its width, 0 where it has none
  public record Page(boolean hasBoxes, boolean hasColor, int columns) {
    /// A file or a pipe.
    public static final Page FILE = new Page(false, false, 0);
  }
}

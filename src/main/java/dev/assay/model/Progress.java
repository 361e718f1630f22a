package dev.assay.model;

/// Where long work tells the user how far it is, and what the user should know. Safe for use from
/// several threads.
public interface Progress {
  /// Tells nobody.
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what, long done, long total) {}

        @Override
        public void warn(String message) {}

        @Override
        public void debug(String message) {}
      };

  /// How far a named piece of work is; shown on a terminal only.
  ///
  /// @param done units of work done, bytes in most cases
  /// @param total units in all, 0 where unknown
  void step(String what, long done, long total);

  /// Something the user should know although the work goes on.
  void warn(String message);

  /// A line for `--debug`.
  void debug(String message);
}

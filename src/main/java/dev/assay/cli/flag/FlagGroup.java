package dev.assay.cli.flag;

import java.util.List;

/// Flags that stand together in help.
///
/// @param title such as `Report`
public record FlagGroup(String title, List<Flag> flags) {
  public FlagGroup {
    flags = List.copyOf(flags);
  }
}

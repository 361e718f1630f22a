package dev.assay.analyze.binary;

import dev.assay.analyze.Found;
import dev.assay.model.Gap;
import java.util.Arrays;

/// What cannot be known of a program. Of one that a system package owns it need not be: the
/// package's own advisories cover it.
public enum ProgramGap {
  CUT("a program that ends before its own headers say: not all that it is made of is known"),
  DOTNET_UNREAD("the list of packages in a .NET application of one file is not where it should be"),
  GO_BARE("a Go program without build information: what it is made of is not known"),
  GO_DAMAGED("the build information of a Go program is damaged, or beyond what is read of one"),
  GO_WITHOUT_MODULES(
      "a Go program that was built without modules: what it is made of is not known"),
  NOTE_DAMAGED("the package note of a program is not valid JSON"),
  NOTE_INCOMPLETE("the package note of a program names no package and version"),
  PACKED("a program packed with UPX: what it is made of cannot be seen"),
  RUST_DAMAGED("the list of crates in a Rust program is damaged or too long"),
  RUST_NOT_JSON("the list of crates in a Rust program is not valid JSON");

  private final String problem;

  ProgramGap(String problem) {
    this.problem = problem;
  }

  void in(Found found, long position) {
    found.gap(position, problem);
  }

  /// Whether the gap is one of these.
  public static boolean isOne(Gap gap) {
    return Arrays.stream(values()).anyMatch(one -> gap.problem().equals(one.problem));
  }
}

package dev.assay.advisory.db;

import dev.assay.model.AffectedRange;

/// Holds a version against what advisories call affected, without more of them being read.
public interface VersionTest {
  /// Whether it is a version at all. Of what is none, nobody can say that no advisory holds it.
  boolean isVersion();

  /// Whether the range holds the version.
  boolean isIn(AffectedRange range);

  /// The version as `PlainVersion` gives it; zero where it is not plain.
  long plain();

  /// Whether that version, which an advisory lists, is the one.
  boolean is(String listed);
}

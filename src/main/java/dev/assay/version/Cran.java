package dev.assay.version;

/// Versions of R packages: at least two numbers apart at dots or hyphens, which mean the same;
/// fewer come before more: `1.2` < `1.2-0`.
///
/// Source: <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file>,
/// `numeric_version` of R
public final class Cran implements VersionScheme {
  @Override
  public String name() {
    return "cran";
  }

  @Override
  public boolean isValid(String version) {
    boolean several = version.indexOf('.') >= 0 || version.indexOf('-') >= 0;
    return several && NumberLists.areNumbers(version, ".-", false);
  }

  @Override
  public int compare(String a, String b) {
    return NumberLists.compare(a, b);
  }
}

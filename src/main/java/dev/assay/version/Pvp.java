package dev.assay.version;

/// Versions of Haskell packages: numbers apart at dots, compared one by one; fewer come before
/// more: `1.2` < `1.2.0`.
///
/// Source: <https://pvp.haskell.org/#version-numbers>, `Data.Version`
public final class Pvp implements VersionScheme {
  @Override
  public String name() {
    return "pvp";
  }

  @Override
  public boolean isValid(String version) {
    return NumberLists.areNumbers(version, ".", true);
  }

  @Override
  public int compare(String a, String b) {
    return NumberLists.compare(a, b);
  }
}

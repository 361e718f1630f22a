package dev.assay.builtin;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Analyzer.Scope;
import dev.assay.match.Ecosystems;
import dev.assay.match.Schemes;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.version.VersionScheme;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is found of which kind of packages, and by which analyzers. A test demands that every
/// analyzer stands in it.
///
/// @param what for people
/// @param type of the packages
/// @param analyzers the names of those that read installed packages and lock files
/// @param programs the names of those that look into programs
/// @param tree the names of those that tell who needs what
record SupportedPackages(
    String what,
    PackageType type,
    List<String> analyzers,
    List<String> programs,
    List<String> tree) {
  private static final List<String> NONE = List.of();

  static List<SupportedPackages> rows() {
    List<String> program = List.of("program");
    return List.of(
        row("Alpine, Wolfi, Chainguard", PackageType.APK, "os-release apk", program, "apk"),
        row("Debian, Ubuntu", PackageType.DEB, "os-release dpkg chisel", program, "dpkg"),
        row(
            "Red Hat and its kin, SUSE, Amazon",
            PackageType.RPM,
            "os-release rpm redhat-content-sets bottlerocket-inventory",
            program,
            "rpm"),
        row(
            "programs without a package",
            PackageType.GENERIC,
            "",
            List.of("program", "release-file"),
            ""),
        row(
            ".NET",
            PackageType.NUGET,
            "dotnet-core nuspec nuget nuget-config packages-props",
            program,
            "dotnet-core nuget"),
        row("C and C++ (Conan)", PackageType.CONAN, "conan-package conan", NONE, "conan"),
        row("Conda", PackageType.CONDA, "conda-pkg conda-environment", NONE, ""),
        row("Dart", PackageType.PUB, "pub", NONE, ""),
        row("Elixir, Erlang", PackageType.HEX, "hex rebar", NONE, "hex"),
        row("Go", PackageType.GO, "gomod", program, ""),
        row("Haskell", PackageType.HACKAGE, "cabal stack", NONE, ""),
        row("Java", PackageType.MAVEN, "jar gradle pom sbt", NONE, ""),
        row(
            "JavaScript",
            PackageType.NPM,
            "node-pkg bun deno npm pnpm yarn",
            NONE,
            "bun deno npm pnpm yarn"),
        row("Julia", PackageType.JULIA, "julia", NONE, "julia"),
        row(
            "PHP",
            PackageType.COMPOSER,
            "composer-vendor composer",
            NONE,
            "composer-vendor composer"),
        row(
            "Python",
            PackageType.PYPI,
            "python-pkg pdm pip pipenv poetry pylock uv",
            NONE,
            "pdm poetry pylock uv"),
        row("R", PackageType.CRAN, "r-package renv", NONE, "renv"),
        row("Ruby", PackageType.GEM, "gemspec bundler", NONE, "bundler"),
        row("Rust", PackageType.CARGO, "cargo", program, "cargo"),
        row("Swift", PackageType.SWIFT, "swift", NONE, ""),
        row(
            "Swift and Objective-C (CocoaPods)",
            PackageType.COCOAPODS,
            "cocoapods",
            NONE,
            "cocoapods"));
  }

  private static SupportedPackages row(
      String what, PackageType type, String analyzers, List<String> programs, String tree) {
    return new SupportedPackages(what, type, words(analyzers), programs, words(tree));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? NONE : List.of(text.split(" "));
  }

  /// The row as Markdown.
  String line() {
    return "| "
        + String.join(
            " | ",
            what,
            by(Scope.INSTALLED),
            by(Scope.SOURCE),
            named(programs),
            named(tree),
            rules())
        + " |\n";
  }

  private String by(Scope scope) {
    return named(
        BuiltIns.analyzers().stream()
            .filter(one -> analyzers.contains(one.name()) && one.scopes().contains(scope))
            .map(Analyzer::name)
            .sorted()
            .toList());
  }

  private static String named(List<String> names) {
    return names.isEmpty() ? "–" : names.stream().collect(Collectors.joining(", "));
  }

  private String rules() {
    return switch (type) {
      case APK -> "apk";
      case DEB -> "deb";
      case RPM -> "rpm";
      default ->
          Ecosystems.of(Component.of(type, "", "", "").build(), Optional.empty())
              .flatMap(Schemes::of)
              .map(VersionScheme::name)
              .orElse("–");
    };
  }
}

package dev.assay.bench;

import dev.assay.builtin.BuiltIns;
import dev.assay.version.VersionScheme;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// One comparison of two versions by each scheme: every ordered pair of a few real versions. Run
/// with `-prof gc` it shows that nothing is allocated.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VersionBench {
  private static final int PAIRS = 64;

  /// The name of a scheme of `BuiltIns`.
  @Param({
    "apk",
    "bitnami",
    "composer",
    "conan",
    "cran",
    "deb",
    "gem",
    "go",
    "julia",
    "maven",
    "npm",
    "nuget",
    "pep440",
    "pub",
    "pvp",
    "rpm",
    "semver"
  })
  public String scheme;

  private VersionScheme compared;
  private String[] versions;

  @Setup
  public void choose() {
    compared =
        BuiltIns.versionSchemes().stream()
            .filter(one -> one.name().equals(scheme))
            .findFirst()
            .orElseThrow();
    versions = versions(scheme).toArray(String[]::new);
    for (String version : versions) {
      if (!compared.isValid(version)) {
        throw new IllegalStateException(version + " is no version of " + scheme);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public void compare(Blackhole sink) {
    for (String a : versions) {
      for (String b : versions) {
        sink.consume(compared.compare(a, b));
      }
    }
  }

  /// Eight of each, so that the pairs are 64.
  private static List<String> versions(String scheme) {
    return switch (scheme) {
      case "apk" ->
          List.of(
              "1.1.1d-r0",
              "1.1.1d-r2",
              "1.1.1g-r0",
              "7.66.0-r0",
              "2.9.9-r2",
              "1.1.22-r3",
              "8.1_p1-r0",
              "1.2.3_git20200101-r10");
      case "deb" ->
          List.of(
              "1.1.1k-1+deb11u1",
              "1.1.1n-0+deb11u4",
              "1:1.2.11.dfsg-2+deb11u2",
              "2.31-13+deb11u5",
              "7.74.0-1.3+deb11u7",
              "14.4.2+git20190427-2+deb11u1",
              "102.9.0esr-1~deb11u1",
              "2.31-13+deb11u4");
      case "pep440" ->
          List.of(
              "1.26.5",
              "2.10",
              "2.10.1",
              "3.2rc1",
              "5.2b1",
              "1!2.0",
              "2.0.post1",
              "4.0.dev1+local.1");
      case "composer" ->
          List.of(
              "1.2.3",
              "v1.2.3-beta2",
              "2.x-dev",
              "5.4.21",
              "1.0.0-RC1",
              "2.4.4-p1",
              "8.7.30",
              "20100102");
      case "gem" ->
          List.of(
              "6.0.3.rc1",
              "5.2.4.3",
              "1.10.10",
              "3.0.0.beta.3",
              "2.1.0",
              "1.0",
              "4.2.11.1",
              "2.1.0-rc.1");
      case "maven" ->
          List.of(
              "2.13.4.2",
              "31.1-android",
              "4.1.108.Final",
              "9.4.51.v20230217",
              "1.0-alpha-1",
              "2.2.21.RELEASE",
              "2.0-beta9",
              "1.0-SNAPSHOT");
      case "cran", "pvp" ->
          "cran".equals(scheme)
              ? List.of(
                  "1.2-3", "1.2.3", "0.9.1-1", "3.5-7", "7.3-60", "1.0.10.2", "4.0-2", "2.0-0")
              : List.of("1.2", "1.2.0", "2.0.3.0", "0.1.1", "9.2.4", "1.5.6.0", "0.2.3", "3.0.0.0");
      default ->
          List.of(
              "4.17.20",
              "4.17.21",
              "1.2.3-beta.1",
              "1.2.3-beta.10",
              "10.0.0",
              "2.88.2",
              "0.0.1-alpha",
              "1.0.0+build.5");
    };
  }
}

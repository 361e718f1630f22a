package dev.assay.scan;

import dev.assay.image.limit.Limits;
import dev.assay.image.shared.CachePlace;
import dev.assay.model.ImageRef;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.report.ReportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that a scan can be told, already checked: what the command line, the environment and
/// `assay.yaml` say together.
///
/// @param timeout for the whole run
/// @param environment the process's variables, for credentials, proxies and `SOURCE_DATE_EPOCH`;
///   nothing below reads `System.getenv`
public record ScanOptions(
    Subject subject,
    RegistryAccess registry,
    DatabaseUse database,
    Analysis analysis,
    Filter filter,
    Gate gate,
    Reporting reporting,
    CacheUse cache,
    Duration timeout,
    Map<String, String> environment) {
  public ScanOptions {
    environment = Map.copyOf(environment);
  }

  /// See `CacheUse`.
  public Path cacheFolder() {
    return cache.folder();
  }

  /// Where what was learnt is kept.
  ///
  /// @param folder holds `db/` and `analysis/`; not created before something is kept in it
  /// @param place of analyses
  /// @param ttl how long Redis keeps them; zero for ever
  public record CacheUse(Path folder, CachePlace place, Duration ttl) {
    /// The folder alone.
    public static CacheUse in(Path folder) {
      return new CacheUse(folder, new CachePlace.Folder(), Duration.ZERO);
    }
  }

  /// What is scanned.
  ///
  /// @param targets image references or folders as typed, in order; empty where `input` is given
  /// @param input a docker-archive or OCI layout (file, folder, or `-` for standard input)
  /// @param sources where an image is looked for, in order
  /// @param dockerHost address of the Docker daemon, such as `unix:///var/run/docker.sock`; empty
  ///   for `DOCKER_HOST` or Docker's default
  /// @param ecr whether the verb was `ecr`: a reference that is no ECR repository is then an error
  /// @param region AWS region from `--region`; empty to read it from the reference
  public record Subject(
      List<String> targets,
      Optional<String> input,
      PlatformChoice platform,
      List<ImageOrigin> sources,
      Optional<String> dockerHost,
      boolean ecr,
      Optional<String> region) {
    public Subject {
      targets = List.copyOf(targets);
      sources = List.copyOf(sources);
    }
  }

  /// Where an image may be looked for.
  public enum ImageOrigin {
    DOCKER,
    REMOTE
  }

  /// How registries are talked to. `toString` shows no secret.
  ///
  /// @param logins from `--username` and `--password`, tried in order; a password belongs to no
  ///   host but the image's
  /// @param token a bearer token to send as it is
  /// @param insecure accept any certificate, and plain http
  /// @param caCertificates PEM file with further certificate authorities
  public record RegistryAccess(
      List<Login> logins, Optional<String> token, boolean insecure, Optional<Path> caCertificates) {
    public RegistryAccess {
      logins = List.copyOf(logins);
    }

    @Override
    public String toString() {
      return "RegistryAccess[insecure=" + insecure + ", caCertificates=" + caCertificates + "]";
    }
  }

  /// A user name and a password.
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  /// Which advisories are used.
  ///
  /// @param skipUpdate never touch the network for the database
  /// @param offline never touch the network for anything but the image
  /// @param repositories OCI repositories to fetch partitions from, tried in order; empty for
  ///   upstream's public files
  /// @param downloadOnly bring the database up to date and scan nothing
  public record DatabaseUse(
      boolean skipUpdate, boolean offline, List<ImageRef> repositories, boolean downloadOnly) {
    public DatabaseUse {
      repositories = List.copyOf(repositories);
    }
  }

  /// How content is read.
  ///
  /// @param rung which way of reading is allowed
  /// @param packageKinds what counts: `os`, `library` or both
  /// @param skipFolders globs below the root, without a leading slash
  /// @param skipFiles the same for files
  /// @param parallel layers read side by side, at least 1
  /// @param includeDevDependencies count development dependencies of lock files
  /// @param distribution `family/release` to assume instead of what is found, such as `alpine/3.20`
  /// @param trust who may say what is in layers that are not read
  public record Analysis(
      RungChoice rung,
      List<PackageKind> packageKinds,
      List<String> skipFolders,
      List<String> skipFiles,
      int parallel,
      boolean includeDevDependencies,
      Optional<String> distribution,
      Limits limits,
      TrustPolicy trust) {
    /// One that trusts nobody.
    public Analysis(
        RungChoice rung,
        List<PackageKind> packageKinds,
        List<String> skipFolders,
        List<String> skipFiles,
        int parallel,
        boolean includeDevDependencies,
        Optional<String> distribution,
        Limits limits) {
      this(
          rung,
          packageKinds,
          skipFolders,
          skipFiles,
          parallel,
          includeDevDependencies,
          distribution,
          limits,
          TrustPolicy.NONE);
    }

    public Analysis {
      packageKinds = List.copyOf(packageKinds);
      skipFolders = List.copyOf(skipFolders);
      skipFiles = List.copyOf(skipFiles);
    }
  }

  /// The word after `--analysis`, or `--peek`.
  public enum RungChoice {
    AUTO,
    /// As `AUTO`, but both ends are enough of a layer that nothing is known of.
    PEEK,
    /// Read every byte, whatever is already known, and compare diffIDs.
    FULL,
    KNOWN,
    ATTACHED,
    REUSED,
    INDEXED,
    /// Read every byte, whatever is already known.
    STREAMED
  }

  /// The words after `--pkg-types`.
  public enum PackageKind {
    OS,
    LIBRARY
  }

  /// Which findings count.
  ///
  /// @param severities those that count; all five where nobody said
  /// @param ignoredStatuses `--ignore-status`, with the four of `--ignore-unfixed` joined in
  /// @param ignoreUnfixed only findings with a fixed version
  /// @param ignoreFile from `--ignorefile`, which must then exist; empty to use `.trivyignore` in
  ///   the current folder where there is one
  /// @param severitySources ids in order of preference; `auto` is Trivy's choice
  public record Filter(
      List<Severity> severities,
      boolean ignoreUnfixed,
      List<Status> ignoredStatuses,
      Optional<Path> ignoreFile,
      List<String> severitySources) {
    public Filter {
      severities = List.copyOf(severities);
      ignoredStatuses = List.copyOf(ignoredStatuses);
      severitySources = List.copyOf(severitySources);
    }
  }

  /// When the answer is no.
  ///
  /// @param exitCode for findings that pass the filter; empty where no gate was asked for
  /// @param exitOnEndOfLife for an operating system past its end of life; empty where not asked for
  /// @param evidence what a clean answer must rest on; empty for the default of product.md
  public record Gate(
      Optional<Integer> exitCode,
      Optional<Integer> exitOnEndOfLife,
      Optional<EvidenceDemand> evidence) {}

  /// The word after `--require-evidence`.
  public enum EvidenceDemand {
    FULL,
    ATTESTED,
    ANY
  }

  /// What is written.
  ///
  /// @param outputs one or more, no two to the same place
  /// @param options what holds for every report; the page is standard output, so a file's writer
  ///   takes `onFile()`
  /// @param explainBytes where the receipt goes as text; empty where not asked for
  /// @param hasFindings whether anything asks for findings; a mere list of what is there needs no
  ///   database
  public record Reporting(
      List<Output> outputs,
      ReportOptions options,
      Optional<Receipts> explainBytes,
      boolean hasFindings) {
    /// With findings.
    public Reporting(List<Output> outputs, ReportOptions options, Optional<Receipts> explainBytes) {
      this(outputs, options, explainBytes, true);
    }

    public Reporting {
      outputs = List.copyOf(outputs);
    }
  }

  /// One report.
  ///
  /// @param format a word of `BuiltIns.reportWriters()`
  /// @param file empty for standard output
  public record Output(String format, Optional<Path> file) {}

  /// Where `--explain-bytes` writes.
  ///
  /// @param file empty for standard error
  public record Receipts(Optional<Path> file) {}
}

package dev.assay.scan;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.builtin.BuiltIns;
import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.model.Gap;
import dev.assay.model.ImageRef;
import dev.assay.model.Inventory;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Unscanned;
import dev.assay.net.NetworkProblem;
import dev.assay.policy.Outcome;
import dev.assay.policy.Verdict;
import dev.assay.registry.aws.EcrCatalog;
import dev.assay.registry.aws.EcrPattern;
import dev.assay.report.CosignVulnWriter;
import dev.assay.sbom.BillFormat;
import dev.assay.scan.Assessment.Artifact;
import dev.assay.scan.Assessment.Judged;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// The use cases behind the scanning commands. Each returns the exit code of the run; what stops it
/// is thrown.
public final class Scan {
  private static final String FOLDER = "filesystem";

  private Scan() {}

  /// Scans images in registries, in the Docker daemon, or from `--input`.
  public static int image(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    Map<String, ImageRef> refs = new LinkedHashMap<>();
    List<EcrPattern> patterns = new ArrayList<>();
    for (String target : options.subject().targets()) {
      if (options.subject().ecr() && EcrPattern.isPattern(target)) {
        patterns.add(EcrPattern.parse(target));
      } else {
        refs.put(target, name(options, target));
      }
    }
    Set<String> hosts =
        refs.values().stream()
            .filter(ref -> !ref.isLayout())
            .map(ImageRef::host)
            .collect(Collectors.toSet());
    checkSecrets(options, hosts, patterns);
    patterns.forEach(pattern -> pattern.host().ifPresent(host -> hosts.add(host.host())));
    try (Session session = new Session(options, hosts, progress)) {
      List<Work> work = new ArrayList<>();
      ImageScan scan = new ImageScan(session);
      options
          .subject()
          .input()
          .ifPresent(input ->
              work.add(
                  new Work(
                      ImageScan.inputName(input),
                      ImageScan.TYPE,
                      () -> scan.input(input, outputs.standardInput()))));
      if (!patterns.isEmpty() && !options.database().downloadOnly()) {
        EcrCatalog catalog = new EcrCatalog(session.network().aws());
        patterns.forEach(
            pattern -> catalog.find(pattern).forEach(ref -> refs.putIfAbsent(ref.toString(), ref)));
      }
      for (Map.Entry<String, ImageRef> entry : refs.entrySet()) {
        work.addAll(images(scan, entry.getKey(), entry.getValue(), session));
      }
      return run(work, session, outputs);
    }
  }

  /// ECR has no layouts.
  private static ImageRef name(ScanOptions options, String target) {
    return options.subject().ecr() ? ImageRef.parse(target) : ImageRef.parsePlace(target);
  }

  /// The image under a reference, or each of an index where each is wanted. What lists them may
  /// fail as any of them.
  private static List<Work> images(ImageScan scan, String typed, ImageRef ref, Session session) {
    PlatformChoice choice = session.options().subject().platform();
    if (!choice.isEach() || session.options().database().downloadOnly()) {
      return List.of(new Work(typed, ImageScan.TYPE, () -> scan.reference(ref, typed, choice)));
    }
    try {
      return EachPlatform.of(session.network().place(ref), ref, choice).stream()
          .map(member -> {
            String name = ref.digest().isPresent() ? ref.toString() : typed;
            String exact = name.replaceFirst("@.*", "") + "@" + member.ref().identifier();
            return new Work(
                exact,
                ImageScan.TYPE,
                () -> scan.reference(member.ref(), exact, member.platform()));
          })
          .toList();
    } catch (Failure failure) {
      return List.of(
          new Work(
              typed,
              ImageScan.TYPE,
              () -> {
                throw failure;
              }));
    }
  }

  /// A password that was typed belongs to one registry.
  private static void checkSecrets(
      ScanOptions options, Set<String> hosts, List<EcrPattern> patterns) {
    boolean isGiven =
        !options.registry().logins().isEmpty() || options.registry().token().isPresent();
    if (isGiven && !patterns.isEmpty()) {
      throw new UsageFailure(
          "cannot use a password or token with a pattern: who knows which registry it is for",
          "ECR lists and reads its repositories with AWS credentials alone");
    }
    if (isGiven && hosts.size() > 1) {
      throw new UsageFailure(
          "cannot send one password to several registries: " + new TreeSet<>(hosts),
          "scan one registry at a time, or use `assay login HOST` for each");
    }
  }

  /// Scans folders as source trees: lock files and manifests count.
  public static int filesystem(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return folders(options, new Kind(FOLDER, Scope.SOURCE), progress, outputs);
  }

  /// Scans folders as root file systems: what is installed counts.
  public static int rootfs(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return folders(options, new Kind(FOLDER, Scope.INSTALLED), progress, outputs);
  }

  /// Scans folders as source trees that are a repository each.
  public static int repository(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return folders(options, new Kind("repository", Scope.SOURCE), progress, outputs);
  }

  /// Holds bills of materials against the advisories.
  public static int sbom(ScanOptions options, Progress progress, Outputs outputs)
      throws IOException {
    return each(
        options,
        progress,
        outputs,
        (target, session) ->
            new Work(
                target,
                SbomScan.TYPE,
                () -> new SbomScan(session).file(target, outputs.standardInput())));
  }

  /// How a folder is scanned.
  ///
  /// @param type Trivy's word for the artifact
  private record Kind(String type, Scope scope) {}

  private static int folders(ScanOptions options, Kind kind, Progress progress, Outputs outputs)
      throws IOException {
    return each(
        options,
        progress,
        outputs,
        (target, session) -> new Work(target, kind.type(), () -> folder(target, kind, session)));
  }

  private static int each(
      ScanOptions options,
      Progress progress,
      Outputs outputs,
      BiFunction<String, Session, Work> target)
      throws IOException {
    try (Session session = new Session(options, Set.of(), progress)) {
      List<Work> work = new ArrayList<>();
      for (String name : options.subject().targets()) {
        work.add(target.apply(name, session));
      }
      return run(work, session, outputs);
    }
  }

  private static Judged folder(String target, Kind kind, Session session) throws IOException {
    ScanOptions.Analysis analysis = session.options().analysis();
    ReceiptDraft receipt = new ReceiptDraft(List.of());
    Inventory inventory =
        new FolderAnalysis(kind.scope(), BuiltIns.analyzers(), analysis.limits())
            .without(analysis.skipFolders(), analysis.skipFiles())
            .read(Path.of(target));
    receipt.lap("read");
    return session.judge(
        new Artifact(target, kind.type(), Optional.empty(), inventory, Optional.empty()), receipt);
  }

  /// One artifact's scan.
  ///
  /// @param name as the user typed it
  /// @param type Trivy's word for it
  private record Work(String name, String type, Task task) {}

  /// Does it.
  @FunctionalInterface
  interface Task {
    Judged run() throws IOException;
  }

  /// Scans one after the other. One that fails does not take the others' answers away; where it is
  /// the only one, its failure is the run's.
  private static int run(List<Work> work, Session session, Outputs outputs) throws IOException {
    ScanOptions.DatabaseUse use = session.options().database();
    if (use.downloadOnly() && (use.skipUpdate() || use.offline())) {
      throw new UsageFailure(
          "cannot download the database and leave the network alone at once",
          "drop --download-db-only, or --skip-db-update and --offline-scan");
    }
    if (work.size() > 1) {
      checkForOne(session.options());
    }
    if (use.downloadOnly()) {
      session.update();
      return 0;
    }
    List<ScanResult> results = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Work one : work) {
      try {
        Judged judged = attempt(one.task());
        results.add(judged.report());
        verdicts.add(judged.verdict());
      } catch (Failure failure) {
        if (work.size() == 1) {
          throw failure;
        }
        tell(one.name(), failure, outputs);
        verdicts.add(Verdict.of(failure));
        results.add(unscanned(one, failure));
      }
    }
    session.settle();
    // What was known before took no network call, which would have seen the time go by.
    session.network().http().settings().deadline().check();
    new ReportFiles(session.options(), session.rules(), session.progress()).write(results, outputs);
    tellWhy(verdicts, outputs);
    tellGaps(results, session.options().reporting(), session.progress());
    return Verdict.exitCode(verdicts);
  }

  /// A bill of materials, as what is attested, is about one artifact.
  static void checkForOne(ScanOptions options) {
    for (ScanOptions.Output output : options.reporting().outputs()) {
      boolean isAboutOne =
          BillFormat.of(output.format()).isPresent()
              || output.format().equals(CosignVulnWriter.FORMAT);
      if (isAboutOne) {
        throw new UsageFailure(
            "cannot write several artifacts as `" + output.format() + "`: it is about one",
            "name one at a time");
      }
    }
  }

  /// Of several artifacts, it must be plain which one it is about.
  private static void tell(String name, Failure failure, Outputs outputs) {
    String message = String.valueOf(failure.getMessage());
    outputs.tell("error: " + (message.contains(name) ? "" : name + ": ") + message);
    outputs.tell("hint: " + failure.advice());
  }

  private static Unscanned unscanned(Work work, Failure failure) {
    return new Unscanned(
        work.name(),
        work.type(),
        String.valueOf(failure.getMessage()),
        failure.advice(),
        failure.exitCode().code());
  }

  /// An incomplete answer is said on the terminal too: the report alone may be in a file.
  static void tellWhy(List<Verdict> verdicts, Outputs outputs) {
    for (Verdict verdict : verdicts) {
      if (verdict.outcome() == Outcome.INCOMPLETE) {
        outputs.tell("error: the answer is not complete: " + verdict.reason());
        outputs.tell("hint: the report lists what was not looked at under gaps");
      }
    }
  }

  /// `ids` has no room for what was not looked at; nobody may take an empty list for clean.
  static void tellGaps(
      List<ScanResult> results, ScanOptions.Reporting reporting, Progress progress) {
    boolean isSaid =
        reporting.outputs().stream().anyMatch(output -> !output.format().equals("ids"));
    if (isSaid && reporting.hasFindings()) {
      return;
    }
    for (ScanResult result : results) {
      if (result instanceof Report report && !report.inventory().gaps().isEmpty()) {
        List<Gap> gaps = report.inventory().gaps();
        String name = report.artifactName();
        progress.warn(name + ": " + gaps.size() + " not looked at, such as " + gaps.getFirst());
      }
    }
  }

  /// Bytes that do not arrive are remote trouble with a sentence of its own.
  static Judged attempt(Task task) {
    try {
      return task.run();
    } catch (FileSystemException e) {
      throw unreadable(e);
    } catch (IOException e) {
      RemoteFailure failure = NetworkProblem.of(e).failure("read the image");
      failure.initCause(e);
      throw failure;
    }
  }

  /// What to throw for a file that is not there, or may not be read.
  static InputFailure unreadable(FileSystemException e) {
    InputFailure failure =
        new InputFailure(
            "cannot read `" + e.getFile() + "`: " + problem(e),
            "check its name, and that you may read it");
    failure.initCause(e);
    return failure;
  }

  private static String problem(FileSystemException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      default -> Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
    };
  }
}

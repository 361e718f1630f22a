package dev.assay.cli;

import dev.assay.cli.artifact.AttachCommand;
import dev.assay.cli.artifact.CopyCommand;
import dev.assay.cli.artifact.DiscoverCommand;
import dev.assay.cli.artifact.FetchCommand;
import dev.assay.cli.artifact.IndexCommand;
import dev.assay.cli.artifact.TreeCommand;
import dev.assay.cli.ship.ShipCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Every verb. What a verb takes is looked at only when it is called.
final class Verbs {
  /// Verbs of the product, and of Trivy, that this version does not have.
  static final List<String> PLANNED =
      List.of(
          "config",
          "diff",
          "explain",
          "fix",
          "init",
          "kubernetes",
          "module",
          "plugin",
          "server",
          "vex",
          "vm");

  /// Other names of planned verbs.
  static final List<String> PLANNED_ALIASES = List.of("c", "client", "conf", "k8s", "s");

  private static final Family ROOT =
      new Family(
          "",
          "Assay tells what is wrong with an image in your registry, and proves how it knows.",
          List.of(
              new Entry(List.of("image", "i"), ImageCommand.SUMMARY, ImageCommand::verb),
              new Entry(List.of("ecr"), EcrCommand.SUMMARY, EcrCommand::verb),
              new Entry(List.of("fs", "filesystem"), FolderCommand.FS, FolderCommand::fs),
              new Entry(List.of("rootfs"), FolderCommand.ROOTFS, FolderCommand::rootfs),
              new Entry(List.of("repo", "repository"), FolderCommand.REPO, FolderCommand::repo),
              new Entry(List.of("bom"), BomCommand.SUMMARY, BomCommand::verb),
              new Entry(List.of("sbom"), DocumentCommand.SBOM, DocumentCommand::sbom),
              new Entry(
                  List.of("convert", "conv"), DocumentCommand.CONVERT, DocumentCommand::convert),
              new Entry(List.of("sign"), SignVerbs.SIGN, SignVerbs::sign),
              new Entry(List.of("attest"), SignVerbs.ATTEST, SignVerbs::attest),
              new Entry(List.of("sign-blob"), SignVerbs.SIGN_BLOB, SignVerbs::signBlob),
              new Entry(List.of("attest-blob"), SignVerbs.ATTEST_BLOB, SignVerbs::attestBlob),
              new Entry(List.of("verify-blob"), SignVerbs.VERIFY_BLOB, SignVerbs::verifyBlob),
              new Entry(
                  List.of("verify-blob-attestation"),
                  SignVerbs.VERIFY_BLOB_ATTESTATION,
                  SignVerbs::verifyBlobAttestation),
              new Entry(
                  List.of("generate-key-pair"), SignVerbs.GENERATE, SignVerbs::generateKeyPair),
              new Entry(List.of("import-key-pair"), SignVerbs.IMPORT, SignVerbs::importKeyPair),
              new Entry(List.of("public-key"), SignVerbs.PUBLIC_KEY, SignVerbs::publicKey),
              new Entry(List.of("verify"), SignVerbs.VERIFY, SignVerbs::verify),
              new Entry(
                  List.of("verify-attestation"),
                  SignVerbs.VERIFY_ATTESTATION,
                  SignVerbs::verifyAttestation),
              new Entry(List.of("ship"), ShipCommand.SUMMARY, SignVerbs::ship),
              new Entry(List.of("trust"), SignVerbs.TRUST, SignVerbs::trust),
              new Entry(List.of("db"), "Build, update and inspect the database", () -> database()),
              new Entry(List.of("attach"), AttachCommand.SUMMARY, ArtifactVerbs::attach),
              new Entry(List.of("discover"), DiscoverCommand.SUMMARY, ArtifactVerbs::discover),
              new Entry(List.of("fetch"), FetchCommand.SUMMARY, ArtifactVerbs::fetch),
              new Entry(List.of("tree"), TreeCommand.SUMMARY, ArtifactVerbs::tree),
              new Entry(List.of("index"), IndexCommand.SUMMARY, ArtifactVerbs::index),
              new Entry(List.of("copy", "cp"), CopyCommand.SUMMARY, ArtifactVerbs::copy),
              new Entry(List.of("quickstart"), QuickstartCommand.SUMMARY, QuickstartCommand::verb),
              new Entry(List.of("login"), LoginCommand.SUMMARY, LoginCommand::verb),
              new Entry(List.of("logout"), LogoutCommand.SUMMARY, LogoutCommand::verb),
              new Entry(List.of("registry"), "Trivy's way to log in and out", () -> registry()),
              new Entry(List.of("cache"), "Inspect and empty the cache", () -> cache()),
              new Entry(List.of("clean"), CleanCommand.SUMMARY, () -> CleanCommand.verb("clean")),
              new Entry(List.of("completion"), CompletionCommand.SUMMARY, CompletionCommand::verb),
              new Entry(List.of("version"), VersionCommand.SUMMARY, VersionCommand::verb),
              new Entry(List.of("help"), HelpCommand.SUMMARY, HelpCommand::verb)),
          PLANNED);

  /// Verbs that help does not show: programs call them.
  private static final List<Entry> HIDDEN =
      List.of(new Entry(List.of("sigstore-conformance"), "", SignVerbs::conformance));

  private Verbs() {}

  /// What a word on the command line leads to.
  sealed interface Target permits Verb, Family {}

  /// Verbs that stand together: all of them, or those below `db`.
  ///
  /// @param name of the verb above, empty for the program
  /// @param planned names of those that are not built yet
  record Family(String name, String summary, List<Entry> entries, List<String> planned)
      implements Target {
    Family {
      entries = List.copyOf(entries);
      planned = List.copyOf(planned);
    }

    /// The entry of that name, by any of its names.
    Optional<Entry> find(String typed) {
      Stream<Entry> hidden = name.isEmpty() ? HIDDEN.stream() : Stream.of();
      return Stream.concat(entries.stream(), hidden)
          .filter(entry -> entry.names().contains(typed))
          .findFirst();
    }

    /// Every name there is.
    List<String> names() {
      List<String> names = new ArrayList<>();
      entries.forEach(entry -> names.addAll(entry.names()));
      return names;
    }
  }

  /// A line of the table.
  ///
  /// @param target makes a `Verb`, or a `Family` where there are verbs below
  record Entry(List<String> names, String summary, Supplier<Target> target) {
    Entry {
      names = List.copyOf(names);
    }
  }

  /// All of them.
  static Family root() {
    return ROOT;
  }

  /// The verbs that take a flag of that name.
  static List<String> takers(String flag) {
    List<String> takers = new ArrayList<>();
    for (Entry entry : ROOT.entries()) {
      if (entry.target().get() instanceof Verb verb
          && verb.flags().stream().anyMatch(f -> f.name().equals(flag))) {
        takers.add(verb.name());
      }
    }
    return takers;
  }

  private static Family database() {
    return new Family(
        "db",
        "Build, update and inspect the vulnerability database",
        List.of(
            new Entry(List.of("build"), DbBuildCommand.SUMMARY, DbBuildCommand::verb),
            new Entry(List.of("export"), DbExportCommand.SUMMARY, DbExportCommand::verb),
            new Entry(List.of("info"), DbInfoCommand.SUMMARY, DbInfoCommand::verb),
            new Entry(List.of("pull"), DbPullCommand.SUMMARY, DbPullCommand::verb),
            new Entry(List.of("push"), DbPushCommand.SUMMARY, DbPushCommand::verb),
            new Entry(List.of("sources"), DbSourcesCommand.SUMMARY, DbSourcesCommand::verb),
            new Entry(List.of("update"), DbUpdateCommand.SUMMARY, DbUpdateCommand::verb)),
        List.of("diff"));
  }

  private static Family cache() {
    return new Family(
        "cache",
        "Inspect and empty the cache",
        List.of(
            new Entry(
                List.of("clean"), CleanCommand.SUMMARY, () -> CleanCommand.verb("cache clean")),
            new Entry(List.of("info"), CacheInfoCommand.SUMMARY, CacheInfoCommand::verb),
            new Entry(List.of("prune"), CleanCommand.PRUNE, CleanCommand::prune)),
        List.of());
  }

  private static Family registry() {
    return new Family(
        "registry",
        "Trivy's way to log in and out",
        List.of(
            new Entry(List.of("login"), LoginCommand.SUMMARY, LoginCommand::verb),
            new Entry(List.of("logout"), LogoutCommand.SUMMARY, LogoutCommand::verb)),
        List.of());
  }
}

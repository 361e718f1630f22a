package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.artifact.ArtifactFlags;
import dev.assay.cli.artifact.AttachCommand;
import dev.assay.cli.artifact.Call;
import dev.assay.cli.artifact.CopyCommand;
import dev.assay.cli.artifact.DiscoverCommand;
import dev.assay.cli.artifact.FetchCommand;
import dev.assay.cli.artifact.IndexCommand;
import dev.assay.cli.artifact.TreeCommand;
import dev.assay.cli.flag.AnalysisFlags;
import dev.assay.cli.flag.CacheFlags;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.LoginFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.SignFlags;
import java.io.IOException;
import java.util.List;

/// What help says of the commands about what belongs to an image.
final class ArtifactVerbs {
  private ArtifactVerbs() {}

  /// One of these commands.
  @FunctionalInterface
  private interface Command {
    int run(Call call) throws IOException;
  }

  static Verb attach() {
    return verb(
        new Head("attach", AttachCommand.SUMMARY, "REF FILE[:MEDIATYPE]…"),
        List.of(
            new Example(
                "An SBOM, found by whoever asks the registry",
                "assay attach --artifact-type application/vnd.cyclonedx+json org/app:1.2 bom.json"),
            new Example(
                "With a media type and a note",
                "assay attach --artifact-type example/report -a by=ci"
                    + " org/app:1.2 report.html:text/html")),
        ArtifactFlags.ATTACH,
        AttachCommand::run);
  }

  static Verb discover() {
    return verb(
        new Head("discover", DiscoverCommand.SUMMARY, "REF"),
        List.of(
            new Example("All of it", "assay discover org/app:1.2"),
            new Example(
                "SBOMs alone, for a script",
                "assay discover --artifact-type application/vnd.cyclonedx+json -o json"
                    + " org/app:1.2")),
        ArtifactFlags.DISCOVER,
        DiscoverCommand::run);
  }

  static Verb fetch() {
    return verb(
        new Head("fetch", FetchCommand.SUMMARY, "REF"),
        List.of(
            new Example(
                "The artifact that `discover` names", "assay fetch org/app@sha256:… -o folder/"),
            new Example(
                "What is attached to an image, on standard output",
                "assay fetch --artifact-type application/vnd.cyclonedx+json -o - org/app:1.2")),
        ArtifactFlags.FETCH,
        FetchCommand::run);
  }

  static Verb tree() {
    return verb(
        new Head("tree", TreeCommand.SUMMARY, "REF"),
        List.of(new Example("Who vouches for an image", "assay tree org/app:1.2")),
        ArtifactFlags.TREE,
        TreeCommand::run);
  }

  static Verb copy() {
    return verb(
        new Head("copy", CopyCommand.SUMMARY, "SRC DST"),
        List.of(
            new Example(
                "To production, with signatures and SBOMs",
                "assay copy --recursive staging.example.com/app:1.2 prod.example.com/app:1.2"),
            new Example(
                "Into a folder and out of it, where no network leads",
                "assay copy --recursive org/app:1.2 oci:folder:1.2"),
            new Example(
                "One platform of several", "assay copy --platform linux/arm64 org/app:1 my/app:1")),
        ArtifactFlags.COPY,
        CopyCommand::run);
  }

  static Verb index() {
    return new Verb(
        "index",
        IndexCommand.SUMMARY,
        "REF",
        List.of(
            new Example(
                "Publish, and sign so that others may believe it",
                "assay index --sign=cosign.key --tlog-upload=false org/app:1.2")),
        List.of(
            ArtifactFlags.INDEX,
            SignFlags.INVENTORY,
            LoginFlags.GROUP,
            AnalysisFlags.LIMITS,
            CacheFlags.GROUP,
            RegistryFlags.GROUP),
        List.of(),
        call ->
            IndexCommand.run(
                given("index", call),
                ScanRequest.options(call, ImageFlags.read(call.settings(), call.operands())),
                SignVerbs.inventories(call)));
  }

  private record Head(String name, String summary, String operands) {}

  private static Verb verb(Head head, List<Example> examples, FlagGroup own, Command command) {
    return new Verb(
        head.name(),
        head.summary(),
        head.operands(),
        examples,
        List.of(own, RegistryFlags.GROUP),
        List.of(),
        call -> command.run(given(head.name(), call)));
  }

  private static Call given(String name, Invocation call) {
    return new Call(
        name,
        call.settings(),
        call.operands(),
        call::passwordFromStdin,
        call.console().out(),
        call.progress(),
        hosts -> Connections.open(hosts, call));
  }
}

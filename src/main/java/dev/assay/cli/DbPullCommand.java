package dev.assay.cli;

import dev.assay.advisory.Repositories;
import dev.assay.advisory.db.Manifest;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.scan.Registries;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `assay db pull REF [--all | ECOSYSTEM…]`.
final class DbPullCommand {
  static final String SUMMARY = "Pull a database, or some ecosystems of it, from a registry";

  private static final Flag ALL =
      Flag.toggle("all", "everything, in the place of what is here (so it is without ECOSYSTEM)")
          .from(Origin.ASSAY);

  private DbPullCommand() {}

  static Verb verb() {
    return new Verb(
        "db pull",
        SUMMARY,
        "REF [ECOSYSTEM…]",
        List.of(
            new Example("Everything", "assay db pull ghcr.io/org/assay-db:1"),
            new Example(
                "What some images need, beside what is here",
                "assay db pull ghcr.io/org/assay-db:1 alpine:3.20 debian npm")),
        List.of(new FlagGroup("What", List.of(ALL)), RegistryFlags.GROUP),
        List.of(),
        DbPullCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    if (call.operands().isEmpty()) {
      call.operand("REF");
    }
    ImageRef ref = ImageRef.parse(call.operands().getFirst());
    Set<Ecosystem> ecosystems = ecosystems(call);
    RegistryAccess access = RegistryFlags.read(call.settings(), call::passwordFromStdin);
    call.settings().warnings().forEach(call.progress()::warn);
    try (Http http = Connections.open(List.of(ref.host()), call)) {
      Registries registries = new Registries(http, call.settings().environment(), call.progress());
      Manifest manifest =
          new Repositories(
                  List.of(ref),
                  asked -> registries.given(asked, access, Optional.empty()),
                  call.progress())
              .pull(GlobalFlags.cacheFolder(call.settings()), ecosystems);
      call.print(DatabaseText.of(manifest));
    }
    return 0;
  }

  private static Set<Ecosystem> ecosystems(Invocation call) {
    List<String> said = call.operands().subList(1, call.operands().size());
    if (!said.isEmpty() && call.settings().isOn(ALL)) {
      throw new UsageFailure(
          "cannot pull everything and " + said.getFirst() + " alone at once",
          "drop --all, or the ecosystems");
    }
    return EcosystemNames.read(said);
  }
}

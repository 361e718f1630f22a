package dev.assay.cli;

import dev.assay.advisory.oci.DatabasePush;
import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.registry.Registry;
import dev.assay.scan.Registries;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `assay db push REF`.
final class DbPushCommand {
  static final String SUMMARY = "Push the database into a registry, for `--db-repository`";

  private DbPushCommand() {}

  static Verb verb() {
    return new Verb(
        "db push",
        SUMMARY,
        "REF",
        List.of(
            new Example(
                "What did not change is not sent again", "assay db push ghcr.io/org/assay-db:1")),
        List.of(RegistryFlags.GROUP),
        List.of(),
        DbPushCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    ImageRef ref = ImageRef.parse(call.operand("REF"));
    RegistryAccess access = RegistryFlags.read(call.settings(), call::passwordFromStdin);
    call.settings().warnings().forEach(call.progress()::warn);
    try (Http http = Connections.open(List.of(ref.host()), call)) {
      Registry registry =
          new Registries(http, call.settings().environment(), call.progress())
              .given(ref, access, Optional.empty());
      DatabasePush.Pushed pushed =
          new DatabasePush(registry, call.progress())
              .run(GlobalFlags.cacheFolder(call.settings()), ref);
      call.print(text(ref, pushed));
    }
    return 0;
  }

  private static String text(ImageRef ref, DatabasePush.Pushed pushed) {
    return ref.name()
        + "@"
        + pushed.digest()
        + "\n"
        + pushed.partitions()
        + " partitions, "
        + pushed.sent()
        + " of them sent ("
        + TerminalProgress.size(pushed.sentBytes())
        + ")\n";
  }
}

package dev.assay.cli.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.registry.ContentStore;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.PulledManifest;
import dev.assay.scan.Registries;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One run of one of these commands.
///
/// @param verb its name, for messages
/// @param operands what stood behind the flags
/// @param passwordFromStdin reads it
/// @param out standard output
/// @param network opens a client whose `--insecure` holds for these hosts
public record Call(
    String verb,
    Settings settings,
    List<String> operands,
    Supplier<String> passwordFromStdin,
    OutputStream out,
    Progress progress,
    Function<List<String>, Http> network) {
  public Call {
    operands = List.copyOf(operands);
  }

  /// Work with the registry, or layout, of one reference.
  interface Work {
    void run(ContentStore registry) throws IOException;
  }

  /// The reference that stands first.
  ImageRef reference(String form) {
    if (operands.isEmpty()) {
      throw wrong(form);
    }
    return ArtifactFlags.place(settings, operands.getFirst(), ArtifactFlags.OCI_LAYOUT);
  }

  /// The reference that stands alone.
  ImageRef onlyReference() {
    if (operands.size() != 1) {
      throw wrong("one REF");
    }
    return ArtifactFlags.place(settings, operands.getFirst(), ArtifactFlags.OCI_LAYOUT);
  }

  UsageFailure wrong(String form) {
    return new UsageFailure(
        "`assay " + verb + "` takes " + form + ", not " + operands.size() + " arguments",
        "see `assay help " + verb + "`");
  }

  /// Opens the registry of a reference and does the work.
  void with(ImageRef ref, Work work) throws IOException {
    RegistryAccess access = RegistryFlags.read(settings, passwordFromStdin);
    settings.warnings().forEach(progress::warn);
    try (Http http = network.apply(List.of(ref.host()))) {
      work.run(registries(http).place(ref, access, Optional.empty()));
    }
  }

  Registries registries(Http http) {
    return new Registries(http, settings.environment(), progress);
  }

  /// What a reference names, asked for once: whoever moves the tag later changes nothing. Through
  /// an index where `--platform` asks for one of its images.
  PulledManifest resolve(ContentStore registry, ImageRef ref) {
    PulledManifest top = registry.manifest(ref);
    Optional<Platform> platform = settings.text(ArtifactFlags.PLATFORM).map(Platform::parse);
    for (int depth = 0; depth < 3 && platform.isPresent(); depth++) {
      if (!(top.manifest() instanceof ImageIndex index)) {
        return top;
      }
      top = registry.manifest(ref.at(index.select(platform.get(), ref.toString()).digest()));
    }
    return top;
  }

  void print(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}

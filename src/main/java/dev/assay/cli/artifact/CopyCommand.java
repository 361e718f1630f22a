package dev.assay.cli.artifact;

import dev.assay.cli.flag.RegistryFlags;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.net.Http;
import dev.assay.registry.ContentStore;
import dev.assay.registry.artifact.ImageCopy;
import dev.assay.scan.Registries;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `assay copy SRC DST`.
public final class CopyCommand {
  public static final String SUMMARY = "Copy an image, with what is attached to it";

  private CopyCommand() {}

  /// Runs it.
  public static int run(Call call) throws IOException {
    if (call.operands().size() != 2) {
      throw call.wrong("SRC and DST");
    }
    ImageRef from =
        ArtifactFlags.place(call.settings(), call.operands().get(0), ArtifactFlags.FROM_OCI_LAYOUT);
    ImageRef to =
        ArtifactFlags.place(call.settings(), call.operands().get(1), ArtifactFlags.TO_OCI_LAYOUT);
    RegistryAccess access = RegistryFlags.read(call.settings(), call.passwordFromStdin());
    ArtifactFlags.checkLogin(access, from, to);
    call.settings().warnings().forEach(call.progress()::warn);
    try (Http http = call.network().apply(List.of(from.host(), to.host()))) {
      Registries registries = call.registries(http);
      ImageCopy.Side source = side(registries, from, ArtifactFlags.from(call.settings(), access));
      ImageCopy.Side target = side(registries, to, ArtifactFlags.to(call.settings(), access));
      ImageCopy copy =
          new ImageCopy(
              source, target, call.settings().isOn(ArtifactFlags.RECURSIVE), call.progress());
      Optional<Platform> platform =
          call.settings().text(ArtifactFlags.PLATFORM).map(Platform::parse);
      call.print(text(from, to, copy.run(platform)));
    }
    return 0;
  }

  private static ImageCopy.Side side(Registries registries, ImageRef ref, RegistryAccess access) {
    ContentStore registry = registries.place(ref, access, Optional.empty());
    return new ImageCopy.Side(registry, ref);
  }

  private static String text(ImageRef from, ImageRef to, ImageCopy.Copied copied) {
    return "Copied "
        + from.at(copied.digest())
        + " => "
        + (to.digest().isPresent() ? to.at(copied.digest()).toString() : to.toString())
        + "\n"
        + copied.manifests()
        + " manifests ("
        + copied.referrers()
        + " of what is attached), "
        + copied.sent()
        + " blobs sent ("
        + copied.sentBytes()
        + " bytes), "
        + copied.mounted()
        + " taken over by the registry\nDigest: "
        + copied.digest()
        + "\n";
  }
}

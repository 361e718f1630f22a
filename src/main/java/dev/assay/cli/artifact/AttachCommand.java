package dev.assay.cli.artifact;

import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ArtifactDraft;
import dev.assay.registry.artifact.ArtifactFile;
import dev.assay.registry.artifact.Attached;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.registry.aws.EcrHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// `assay attach REF FILE[:MEDIATYPE]…`.
public final class AttachCommand {
  public static final String SUMMARY = "Attach files to an image, such as an SBOM";

  private static final String CREATED = "org.opencontainers.image.created";

  private AttachCommand() {}

  /// Runs it.
  public static int run(Call call) throws IOException {
    ImageRef ref = call.reference("REF and FILE…");
    List<ArtifactFile> files = call.operands().stream().skip(1).map(ArtifactFile::parse).toList();
    ArtifactFile.distinct(files);
    String kind =
        call.settings()
            .text(ArtifactFlags.ARTIFACT_TYPE)
            .orElseThrow(() ->
                new UsageFailure(
                    "cannot attach without a kind of artifact",
                    "say what it is: --artifact-type application/vnd.cyclonedx+json"));
    SortedMap<String, String> annotations =
        ArtifactFlags.annotations(call.settings().list(ArtifactFlags.ANNOTATION));
    if (files.isEmpty() && annotations.isEmpty()) {
      throw new UsageFailure("cannot attach nothing", "name a file, or an --annotation");
    }
    annotations.putIfAbsent(CREATED, now(call.settings().environment()));
    List<ArtifactDraft.Part> parts = new ArrayList<>();
    for (ArtifactFile file : files) {
      parts.add(file.read());
    }
    call.with(
        ref,
        registry -> {
          Descriptor subject = call.resolve(registry, ref).descriptor();
          ArtifactDraft draft = new ArtifactDraft(kind, subject, parts, annotations);
          Attached attached = draft.attach(registry, ref);
          warn(call, ref, attached);
          Optional<String> file = call.settings().text(ArtifactFlags.EXPORT_MANIFEST);
          if (file.isPresent()) {
            Files.write(Path.of(file.get()), draft.manifest());
          }
          call.print(
              "Attached to " + ref.at(subject.digest()) + "\nDigest: " + attached.digest() + "\n");
        });
    return 0;
  }

  /// Seconds suffice; `SOURCE_DATE_EPOCH` fixes it.
  private static String now(Map<String, String> environment) {
    String epoch = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
    Instant time =
        epoch.matches("[0-9]{1,12}")
            ? Instant.ofEpochSecond(Long.parseLong(epoch))
            : Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return time.toString();
  }

  private static void warn(Call call, ImageRef ref, Attached attached) {
    boolean isEcr = EcrHost.parse(ref.host()).isPresent();
    if (isEcr && attached.way() == ReferrerList.Way.TAG) {
      call.progress()
          .warn(
              "this registry answered without the referrers API, so the list of what is attached"
                  + " is under a tag of its own: where the repository's tags are immutable, it"
                  + " cannot be added to again");
    }
  }
}

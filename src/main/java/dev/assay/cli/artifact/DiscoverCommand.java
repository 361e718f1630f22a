package dev.assay.cli.artifact;

import dev.assay.failure.Printable;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.ImageRef;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ReferrerTree;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `assay discover REF`.
public final class DiscoverCommand {
  public static final String SUMMARY = "List what is attached to an image";

  private DiscoverCommand() {}

  /// Runs it.
  public static int run(Call call) throws IOException {
    ImageRef ref = call.onlyReference();
    call.with(
        ref,
        registry -> {
          Descriptor subject = call.resolve(registry, ref).descriptor();
          ReferrerTree tree =
              ReferrerTree.read(
                  new Referrers(registry),
                  ref,
                  subject,
                  call.settings().text(ArtifactFlags.ARTIFACT_TYPE).orElse(""));
          warn(call, tree);
          write(call, ref, tree);
        });
    return 0;
  }

  static void warn(Call call, ReferrerTree tree) {
    tree.skipped().forEach(entry -> call.progress().warn("not listed: " + entry));
    tree.branches().forEach(branch -> warn(call, branch));
  }

  private static void write(Call call, ImageRef ref, ReferrerTree tree) throws IOException {
    switch (call.settings().text(ArtifactFlags.LISTING).orElse("tree")) {
      case "json" -> JsonOutput.write(call.out(), json -> json.object(() -> node(json, ref, tree)));
      case "table" -> call.print(table(tree));
      default -> call.print(ref.at(tree.manifest().digest()) + "\n" + Branches.byKind(tree).text());
    }
  }

  /// The members that `oras discover --format json` has.
  private static void node(JsonOutput json, ImageRef ref, ReferrerTree tree) {
    json.put("reference", ref.at(tree.manifest().digest()).toString());
    tree.manifest().write(json);
    json.array(
        "referrers",
        () -> tree.branches().forEach(branch -> json.object(() -> node(json, ref, branch))));
  }

  private static String table(ReferrerTree tree) {
    List<Descriptor> all = new ArrayList<>();
    collect(tree, all);
    int width =
        Math.max(
            "Artifact type".length(), all.stream().mapToInt(d -> kind(d).length()).max().orElse(0));
    StringBuilder text = new StringBuilder();
    row(text, width, "Artifact type", "Digest");
    all.forEach(d -> row(text, width, kind(d), d.digest().toString()));
    return text.toString();
  }

  private static void row(StringBuilder text, int width, String kind, String digest) {
    text.append(kind).append(" ".repeat(width - kind.length() + 2)).append(digest).append('\n');
  }

  private static void collect(ReferrerTree tree, List<Descriptor> all) {
    for (ReferrerTree branch : tree.branches()) {
      all.add(branch.manifest());
      collect(branch, all);
    }
  }

  static String kind(Descriptor descriptor) {
    String kind = descriptor.artifactType();
    return kind.isEmpty() ? "(no type)" : Printable.of(kind, 200);
  }
}

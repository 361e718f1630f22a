package dev.assay.analyze.language.dotnet;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.language.LockGraph;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a .NET program was published with: `*.deps.json`. `libraries` lists `NAME/VERSION` with its
/// `type`; `targets`, for the target that `runtimeTarget` names, which of them bring files and what
/// each needs. Counted are packages that bring files, and the runtime where it was published along
/// (`runtimepack`).
///
/// Source:
/// <https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md>
public final class DotnetDepsAnalyzer implements Analyzer {
  private static final int MAX_BYTES = 16 << 20;
  private static final String RUNTIME_PACK = "runtimepack.";
  private static final List<String> FILES =
      List.of("runtime", "native", "runtimeTargets", "resources");

  @Override
  public String name() {
    return "dotnet-core";
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.INSTALLED, Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    return path.endsWith(".deps.json");
  }

  @Override
  public void read(String path, InputStream content, Found found) throws IOException {
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      found.gap(0, "longer than " + MAX_BYTES + " bytes");
      return;
    }
    list(bytes, found);
  }

  /// Adds what such a document lists, wherever it was found.
  public static void list(byte[] document, Found found) {
    try {
      list(Json.parseBounded(withoutMark(document), "deps.json"), found);
    } catch (InputFailure e) {
      found.gap(0, "not valid JSON");
    }
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean hasMark =
        bytes.length > 2
            && bytes[0] == (byte) 0xef
            && bytes[1] == (byte) 0xbb
            && bytes[2] == (byte) 0xbf;
    return hasMark ? java.util.Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private static void list(Json document, Found found) {
    var graph = new LockGraph(PackageType.NUGET, "dotnet-core");
    if (document.at("libraries").isNull()) {
      found.gap(0, "it has no `libraries`");
    }
    Json runtimeTarget = document.at("runtimeTarget");
    String name =
        runtimeTarget.text().isEmpty() ? runtimeTarget.text("name") : runtimeTarget.text();
    Map<String, Json> targets = document.at("targets").at(name).members();
    Map<String, LockGraph.Entry> entries = new HashMap<>();
    document
        .at("libraries")
        .members()
        .forEach((id, library) -> {
          int slash = id.indexOf('/');
          Json target = targets.getOrDefault(id, Json.Null.NULL);
          if (slash > 0 && counts(library.text("type"), target, targets.isEmpty())) {
            String plain = id.substring(0, slash);
            plain = plain.startsWith(RUNTIME_PACK) ? plain.substring(RUNTIME_PACK.length()) : plain;
            entries.put(id, graph.add(plain, id.substring(slash + 1)));
          }
        });
    entries.forEach((id, entry) ->
        targets
            .getOrDefault(id, Json.Null.NULL)
            .at("dependencies")
            .members()
            .forEach((needed, v) -> {
              LockGraph.Entry other = entries.get(needed + "/" + v.text());
              if (other != null) {
                graph.needs(entry, other.id());
              }
            }));
    graph.finish(found);
  }

  private static boolean counts(String type, Json target, boolean hasNoTargets) {
    boolean bringsFiles = FILES.stream().anyMatch(kind -> !target.at(kind).members().isEmpty());
    return type.equals("runtimepack") || (type.equals("package") && (bringsFiles || hasNoTargets));
  }
}

package dev.assay.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths below `/v2/` that a client pulls and pushes images with.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints>
final class RegistryRoutes implements HttpHandler {
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>[a-z0-9][a-z0-9._/-]*)"
              + "/(?<kind>manifests|blobs/uploads|blobs|tags|referrers)/(?<reference>[\\w.:+-]*)");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");

  private final MemoryStore store;
  private final RegistryUploads uploads;
  private volatile boolean listsReferrers = true;

  RegistryRoutes(MemoryStore store) {
    this.store = store;
    this.uploads = new RegistryUploads(store);
  }

  void keepNoReferrers() {
    listsReferrers = false;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Answer answer = new Answer(exchange);
    String path = exchange.getRequestURI().getPath();
    Matcher match = PATH.matcher(path);
    try (exchange) {
      answer.header("Docker-Distribution-Api-Version", "registry/2.0");
      if (path.equals("/v2/")) {
        answer.json(200, "{}");
      } else if (path.equals("/v2/_catalog")) {
        answer.page("", "repositories", store.repositories(), page(exchange));
      } else if (match.matches()) {
        route(exchange, answer, match);
      } else {
        answer.error(404, "NAME_UNKNOWN", "no such path");
      }
    } catch (InputFailure e) {
      answer.error(400, "DIGEST_INVALID", "malformed digest or manifest");
    }
  }

  private void route(HttpExchange exchange, Answer answer, Matcher match) throws IOException {
    String name = match.group("name");
    String reference = match.group("reference");
    boolean isPut = exchange.getRequestMethod().equals("PUT");
    switch (match.group("kind")) {
      case "manifests" -> {
        if (isPut) {
          putManifest(exchange, answer, name, reference);
        } else {
          getManifest(answer, name, reference);
        }
      }
      case "blobs" -> getBlob(exchange, answer, reference);
      case "referrers" -> {
        if (listsReferrers) {
          answer.referrers(
              store.referrers(name, Digest.parse(reference)),
              RegistryUploads.query(exchange, "artifactType"),
              page(exchange));
        } else {
          answer.error(404, "NAME_UNKNOWN", "no such path");
        }
      }
      case "blobs/uploads" -> uploads.handle(exchange, answer, name, reference);
      default -> tags(exchange, answer, name);
    }
  }

  private void tags(HttpExchange exchange, Answer answer, String name) throws IOException {
    Optional<List<String>> tags = store.tags(name);
    if (tags.isEmpty()) {
      answer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
    } else {
      answer.page("\"name\":\"" + name + "\",", "tags", tags.get(), page(exchange));
    }
  }

  private static Answer.Page page(HttpExchange exchange) {
    String limit = RegistryUploads.query(exchange, "n");
    return new Answer.Page(
        RegistryUploads.query(exchange, "last"),
        limit.matches("[1-9]\\d{0,5}") ? Integer.parseInt(limit) : 1_000);
  }

  private void getManifest(Answer answer, String name, String reference) throws IOException {
    Optional<MemoryStore.StoredManifest> manifest = store.manifest(name, reference);
    if (manifest.isEmpty()) {
      answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
      return;
    }
    answer
        .header("Content-Type", manifest.get().mediaType())
        .header("Docker-Content-Digest", manifest.get().digest().toString())
        .header("ETag", entityTag(manifest.get()))
        .bytes(200, manifest.get().content());
  }

  private static String entityTag(MemoryStore.StoredManifest manifest) {
    return "\"" + manifest.digest() + "\"";
  }

  private void putManifest(HttpExchange exchange, Answer answer, String name, String reference)
      throws IOException {
    byte[] content = exchange.getRequestBody().readNBytes(Manifest.MAX_BYTES + 1);
    String mediaType =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    Manifest manifest = Manifest.parse(content, mediaType, "manifest");
    if (!isComplete(name, manifest)) {
      answer.error(404, "MANIFEST_BLOB_UNKNOWN", "manifest references an unknown blob");
    } else if (reference.contains(":") && !reference.equals(manifest.digest().toString())) {
      answer.error(400, "DIGEST_INVALID", "the manifest has another digest");
    } else if (!store.putManifest(
        name, reference, new MemoryStore.StoredManifest(content, manifest), ifMatch(exchange))) {
      answer.error(412, "MANIFEST_INVALID", "the tag holds another manifest");
    } else {
      manifest
          .subject()
          .filter(subject -> listsReferrers)
          .ifPresent(subject -> answer.header("OCI-Subject", subject.digest().toString()));
      answer
          .header("Location", "/v2/" + name + "/manifests/" + manifest.digest())
          .header("Docker-Content-Digest", manifest.digest().toString())
          .empty(201);
    }
  }

  /// The digest that the tag must hold, or empty.
  private static String ifMatch(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match"))
        .orElse("")
        .replace("\"", "");
  }

  private boolean isComplete(String name, Manifest manifest) {
    return switch (manifest) {
      case ImageIndex index ->
          index.manifests().stream()
              .allMatch(d -> store.manifest(name, d.digest().toString()).isPresent());
      case ImageManifest image -> {
        List<Descriptor> needed = new ArrayList<>(image.layers());
        needed.add(image.config());
        yield needed.stream()
            .allMatch(d -> !d.urls().isEmpty() || store.blob(d.digest()).isPresent());
      }
    };
  }

  private void getBlob(HttpExchange exchange, Answer answer, String reference) throws IOException {
    Digest digest = Digest.parse(reference);
    Optional<byte[]> blob = store.blob(digest);
    if (blob.isEmpty()) {
      answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
      return;
    }
    byte[] content = blob.get();
    answer
        .header("Content-Type", "application/octet-stream")
        .header("Docker-Content-Digest", digest.toString())
        .header("Accept-Ranges", "bytes");
    String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("");
    Matcher wanted = RANGE.matcher(range);
    if (!wanted.matches()) {
      answer.bytes(200, content);
      return;
    }
    int from = Integer.parseInt(wanted.group(1));
    int last =
        wanted.group(2).isEmpty()
            ? content.length - 1
            : Math.min(content.length - 1, Integer.parseInt(wanted.group(2)));
    if (from > last) {
      answer.header("Content-Range", "bytes */" + content.length).empty(416);
      return;
    }
    answer
        .header("Content-Range", "bytes " + from + "-" + last + "/" + content.length)
        .slice(206, content, from, last - from + 1);
  }
}

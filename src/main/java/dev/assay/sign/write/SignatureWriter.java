package dev.assay.sign.write;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.Attached;
import dev.assay.registry.artifact.Referrers;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.crypto.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Puts signatures into a registry: bundles as referrers of the image, or, as cosign did before,
/// layers of an image under a tag made of the digest.
public final class SignatureWriter {
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
  private static final int MAX_ROUNDS = 8;

  private final ContentStore registry;
  private final ImageRef repository;

  /// @param repository where to; tag and digest do not count
  public SignatureWriter(ContentStore registry, ImageRef repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /// Attaches a bundle to an image.
  ///
  /// @param predicateType of the statement in it
  /// @return when it is listed
  /// @throws dev.assay.failure.Failure where the registry does not take it
  public Attached attach(Descriptor image, Bundle bundle, String predicateType) {
    byte[] content = BundleWriter.write(bundle);
    Digest digest = push(content);
    push(EMPTY);
    byte[] manifest =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.put("mediaType", MediaTypes.OCI_MANIFEST);
              json.put("artifactType", Bundle.MEDIA_TYPE);
              json.object(
                  "config",
                  () ->
                      descriptor(
                          json, Descriptor.of(EMPTY_TYPE, Digest.sha256(EMPTY), EMPTY.length)));
              json.array(
                  "layers",
                  () ->
                      json.object(() ->
                          descriptor(
                              json, Descriptor.of(Bundle.MEDIA_TYPE, digest, content.length))));
              json.object("subject", () -> descriptor(json, image));
              json.object(
                  "annotations",
                  () -> {
                    json.put("dev.sigstore.bundle.content", "dsse-envelope");
                    json.put("dev.sigstore.bundle.predicateType", predicateType);
                    json.put(
                        "org.opencontainers.image.created",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
                  });
            }));
    return new Referrers(registry).attach(repository, manifest);
  }

  private Digest push(byte[] content) {
    Digest digest = Digest.sha256(content);
    registry.pushBlob(repository, digest, Request.Body.of("application/octet-stream", content));
    return digest;
  }

  private static void descriptor(JsonOutput json, Descriptor descriptor) {
    json.put("mediaType", descriptor.mediaType());
    json.put("digest", descriptor.digest().toString());
    json.put("size", descriptor.sizeBytes());
  }

  /// A layer of a legacy signature.
  ///
  /// @param mediaType of the content: a simple-signing payload, or an envelope
  /// @param annotations signature, certificate, the log's promise, …
  public record Layer(String mediaType, Octets content, Map<String, String> annotations) {
    public Layer {
      annotations = Map.copyOf(annotations);
    }
  }

  /// Adds a layer under an image's tag.
  ///
  /// @param suffix `sig` or `att`
  /// @return the manifest's digest
  /// @throws RemoteFailure where others keep writing over it
  public Digest append(Digest image, String suffix, Layer layer) {
    ImageRef tag =
        new ImageRef(
            repository.host(),
            repository.repository(),
            Optional.of(image.algorithm() + "-" + image.hex() + "." + suffix),
            Optional.empty());
    Digest blob = push(layer.content.bytes());
    Descriptor own =
        new Descriptor(
            layer.mediaType,
            blob,
            layer.content.size(),
            new TreeMap<>(layer.annotations),
            Optional.empty(),
            List.of(),
            "");
    return registry.alone(() -> append(image, tag, own));
  }

  private Digest append(Digest image, ImageRef tag, Descriptor own) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Optional<PulledManifest> before = registry.findManifest(tag);
      List<Descriptor> layers = new ArrayList<>(before.map(b -> layers(tag, b)).orElse(List.of()));
      if (layers.stream().anyMatch(l -> isSame(l, own))) {
        return before.orElseThrow().digest();
      }
      layers.add(own);
      byte[] config = config(layers);
      Digest configDigest = push(config);
      byte[] manifest =
          legacy(Descriptor.of(MediaTypes.OCI_CONFIG, configDigest, config.length), layers);
      registry.storeManifest(
          tag, manifest, MediaTypes.OCI_MANIFEST, before.map(PulledManifest::entityTag).orElse(""));
      // Read again at the next round: others may have written over it.
    }
    throw new RemoteFailure(
        "cannot sign " + repository.at(image) + ": others keep writing over the tag " + tag,
        "sign without --new-bundle-format=false: bundles do not share a tag");
  }

  private static boolean isSame(Descriptor layer, Descriptor own) {
    return layer.digest().equals(own.digest()) && layer.annotations().equals(own.annotations());
  }

  private static List<Descriptor> layers(ImageRef tag, PulledManifest pulled) {
    if (pulled.manifest() instanceof ImageManifest manifest) {
      return manifest.layers();
    }
    throw new InputFailure("cannot sign: there is an index under the tag " + tag);
  }

  private static byte[] config(List<Descriptor> layers) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("architecture", "");
          json.put("created", "0001-01-01T00:00:00Z");
          json.array(
              "history",
              () ->
                  layers.forEach(
                      _ -> json.object(() -> json.put("created", "0001-01-01T00:00:00Z"))));
          json.put("os", "");
          json.object(
              "rootfs",
              () -> {
                json.put("type", "layers");
                json.array(
                    "diff_ids",
                    () -> layers.forEach(layer -> json.item(layer.digest().toString())));
              });
          json.put("config", new Json.Obj(Map.of()));
        }));
  }

  private static byte[] legacy(Descriptor config, List<Descriptor> layers) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_MANIFEST);
          json.object("config", () -> descriptor(json, config));
          json.array(
              "layers",
              () ->
                  layers.forEach(layer ->
                      json.object(() -> {
                        descriptor(json, layer);
                        json.object("annotations", () -> layer.annotations().forEach(json::put));
                      })));
        }));
  }
}

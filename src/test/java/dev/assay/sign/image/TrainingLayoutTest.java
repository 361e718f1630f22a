package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.format.json.JsonOutput;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.net.HttpSettings;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.Registry;
import dev.assay.registry.layout.Layout;
import dev.assay.server.LoopbackRegistry;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.sign.fake.FakeSigstore.Windows;
import dev.assay.sign.fake.Keys;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.LegacyLayers;
import dev.assay.sign.write.SignatureWriter;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Statements;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The signed image that `release/Train.java` verifies: with a certificate, in a bundle of either
/// version of the log and in the older form. `-Dgolden.update=true` forges it anew.
class TrainingLayoutTest {
  private static final Path FOLDER = Path.of("release/training");

  @Test
  void everySignatureOfItHolds() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      write();
    }
    TrustedRoot root =
        TrustedRoot.read(
            Files.readAllBytes(FOLDER.resolve("trusted_root.json")), "root of the training");
    ImageRef ref = ImageRef.layout(FOLDER.toString()).tagged("1");
    Layout layout = new Layout(FOLDER, HttpSettings.standard("test", Map.of()));
    ImageVerdict verdict =
        new ImageCheck(
                new BundleCheck(root, Strictness.FULL, Instant.now()),
                new Demands(Forge.byIdentity(), Map.of(), false, "", false, false))
            .verify(new RegistryStore(layout, ref, ref), layout.manifest(ref).digest());
    assertEquals(List.of(), verdict.rejected());
    assertEquals(3, verdict.accepted().size());
  }

  private static void write() throws IOException {
    if (Files.exists(FOLDER)) {
      try (Stream<Path> old = Files.walk(FOLDER)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    ImageBuilder.Image image =
        new ImageBuilder(Platform.DEFAULT)
            .layer(new LayerBuilder().file("etc/os-release", "ID=sample\n").build(), "COPY x /")
            .build();
    ImageBuilder.writeFolder(image, "1", FOLDER);
    FakeSigstore sigstore = new FakeSigstore();
    Files.write(FOLDER.resolve("trusted_root.json"), sigstore.rootJson(Windows.open()));
    try (LoopbackRegistry loopback = LoopbackRegistry.start()) {
      image.blobs().values().forEach(loopback::putBlob);
      loopback.putManifest("app", "1", image.manifest(), MediaTypes.OCI_MANIFEST);
      Registry registry = new Registry(TestHttp.client(), CredentialSource.NONE);
      ImageRef app = ImageRef.parse(loopback.host() + "/app:1");
      Map<String, PulledManifest> signatures = new TreeMap<>();
      sign(sigstore, registry, app, image)
          .forEach((tag, digest) -> signatures.put(tag, registry.manifest(app.at(digest))));
      for (PulledManifest signature : signatures.values()) {
        ImageManifest manifest = (ImageManifest) signature.manifest();
        keep(signature.content());
        keep(loopback.blob(manifest.config().digest()).orElseThrow());
        for (Descriptor layer : manifest.layers()) {
          keep(loopback.blob(layer.digest()).orElseThrow());
        }
      }
      signatures.put("1", registry.manifest(app));
      Files.write(FOLDER.resolve("index.json"), index(signatures));
    }
  }

  private static void keep(byte[] content) throws IOException {
    Files.write(FOLDER.resolve("blobs/sha256/" + Digest.sha256(content).hex()), content);
  }

  private static byte[] index(Map<String, PulledManifest> byTag) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.array(
              "manifests",
              () ->
                  byTag.forEach((tag, pulled) ->
                      json.object(() -> {
                        json.put("mediaType", MediaTypes.OCI_MANIFEST);
                        json.put("digest", pulled.digest().toString());
                        json.put("size", pulled.content().length);
                        json.object(
                            "annotations",
                            () -> json.put("org.opencontainers.image.ref.name", tag));
                      })));
        }));
  }

  /// @return where the signatures are, by tag, or by a name of no meaning
  private static Map<String, Digest> sign(
      FakeSigstore sigstore, Registry registry, ImageRef app, ImageBuilder.Image image) {
    KeyPair key = Keys.ecdsa();
    SigningIdentity identity = sigstore.identity(key, sigstore.leaf(key));
    SignatureWriter writer = new SignatureWriter(registry, app);
    Descriptor about =
        Descriptor.of(MediaTypes.OCI_MANIFEST, image.digest(), image.manifest().length);
    Map<String, Digest> made = new TreeMap<>();
    for (int version = 1; version <= 2; version++) {
      Bundle bundle =
          new BundleMaker(identity, sigstore.witnesses(version))
              .statement(Statements.signature(image.digest(), Map.of()));
      made.put("bundle-" + version, writer.attach(about, bundle, Statement.SIGNATURE).digest());
    }
    byte[] payload = LegacyLayers.payload("registry.example/app", image.digest(), Map.of());
    Bundle older = new BundleMaker(identity, sigstore.witnesses(1)).message(payload);
    Digest tagged = writer.append(image.digest(), "sig", LegacyLayers.signature(older, payload));
    made.put("sha256-" + image.digest().hex() + ".sig", tagged);
    return made;
  }
}

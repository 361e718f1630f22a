package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.net.Http;
import dev.assay.net.Request;
import dev.assay.support.DebianRegistry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  private static final byte[] LAYER = layer();
  private static final Digest DIGEST = Digest.sha256(LAYER);

  @TempDir Path folder;
  private LocalRegistry server;
  private Http http;
  private Registry registry;
  private ImageRef ref;

  private static byte[] layer() {
    byte[] layer = new byte[2_000_000];
    new Random(5).nextBytes(layer);
    return layer;
  }

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    http = TestHttp.client();
    registry = new Registry(http, CredentialSource.NONE);
    ref = server.ref("team/app", "1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private static Request.Body body(byte[] content) {
    return Request.Body.of("application/octet-stream", content);
  }

  private static Digest pushImage(Registry registry, ImageRef ref) {
    byte[] config = LocalRegistry.config(List.of(LAYER)).getBytes(UTF_8);
    assertTrue(registry.pushBlob(ref, DIGEST, body(LAYER)));
    assertTrue(registry.pushBlob(ref, Digest.sha256(config), body(config)));
    String manifest = LocalRegistry.manifest(new String(config, UTF_8), List.of(LAYER));
    return registry.pushManifest(ref, manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
  }

  private static void comesBack(Registry registry, ImageRef ref, Digest pushed) throws IOException {
    Registry.Located image = registry.locate(ref, Platform.DEFAULT);
    assertEquals(pushed, image.digest());
    try (InputStream in = registry.openBlob(ref, image.manifest().layers().getFirst(), "layer")) {
      assertArrayEquals(LAYER, in.readAllBytes());
    }
    assertFalse(registry.pushBlob(ref, DIGEST, body(LAYER)));
  }

  @Test
  void debiansRegistryTakesWhatIsPushed() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder)) {
      ImageRef there = ImageRef.parse(debian.host() + "/team/app:1");
      comesBack(registry, there, pushImage(registry, there));
    }
  }

  @Test
  void debiansRegistryBehindBasicTakesWhatIsPushed() throws Exception {
    try (DebianRegistry debian = DebianRegistry.start(folder, "joe", "secret")) {
      ImageRef there = ImageRef.parse(debian.host() + "/team/app:1");
      RemoteFailure failure =
          assertThrows(RemoteFailure.class, () -> registry.pushBlob(there, DIGEST, body(LAYER)));
      assertTrue(
          failure.getMessage().startsWith("cannot look for blob " + DIGEST + " in "),
          failure.getMessage());
      Registry joe = new Registry(http, host -> Optional.of(new Credential.Basic("joe", "secret")));
      comesBack(joe, there, pushImage(joe, there));
    }
  }

  @Test
  void aFileIsStreamed() throws IOException {
    Path file = folder.resolve("layer");
    Files.write(file, LAYER);
    Request.Body body = Request.Body.of("application/octet-stream", file, LAYER.length);
    assertTrue(registry.pushBlob(ref, DIGEST, body));
    assertArrayEquals(LAYER, server.content().blob(DIGEST).orElseThrow());
  }

  @Test
  void beginsAnewWhereAnUploadIsSpoilt() throws IOException {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    server.with(exchange -> {
      if (!exchange.getRequestMethod().equals("PUT") || !isFirst.getAndSet(false)) {
        return false;
      }
      LocalRegistry.answer(exchange, 400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}");
      return true;
    });
    assertTrue(registry.pushBlob(ref, DIGEST, body(LAYER)));
    assertArrayEquals(LAYER, server.content().blob(DIGEST).orElseThrow());
    assertEquals(2, count("POST"));
  }

  @Test
  void givesUpWhereEveryUploadIsRefused() {
    server.with(exchange -> {
      if (!exchange.getRequestMethod().equals("PUT")) {
        return false;
      }
      LocalRegistry.answer(exchange, 400, "{\"errors\":[{\"code\":\"SIZE_INVALID\"}]}");
      return true;
    });
    RemoteFailure failure =
        assertThrows(RemoteFailure.class, () -> registry.pushBlob(ref, DIGEST, body(LAYER)));
    assertEquals(
        "cannot push blob "
            + DIGEST
            + " to "
            + ref.name()
            + ": "
            + ref.host()
            + " answers 400 Bad Request (SIZE_INVALID)",
        failure.getMessage());
    assertEquals(3, count("POST"));
  }

  private long count(String method) {
    return server.accesses().stream().filter(a -> a.method().equals(method)).count();
  }

  @Test
  void ourLoginDoesNotFollowAnUploadToAnotherMachine() throws IOException {
    server.requireBasic("joe", "secret");
    try (LocalRegistry other = LocalRegistry.start()) {
      server.first(exchange -> {
        if (!exchange.getRequestMethod().equals("POST")) {
          return false;
        }
        exchange.getResponseHeaders().set("Location", "http://" + other.host() + "/up?state=1");
        LocalRegistry.answer(exchange, 202, "");
        return true;
      });
      other.with(exchange -> {
        assertEquals("state=1&digest=" + DIGEST, exchange.getRequestURI().getRawQuery());
        exchange.getRequestBody().readAllBytes();
        LocalRegistry.answer(exchange, 201, "");
        return true;
      });
      Registry joe = new Registry(http, host -> Optional.of(new Credential.Basic("joe", "secret")));
      assertTrue(joe.pushBlob(ref, DIGEST, body(LAYER)));
      assertEquals(List.of(""), other.accesses().stream().map(a -> a.authorization()).toList());
    }
  }

  @Test
  void refusesAnUploadWithoutAPlace() {
    for (String location : List.of("", "ftp://127.0.0.1/x", "http://[", "mailto:x")) {
      server.first(exchange -> {
        if (!exchange.getRequestMethod().equals("POST")) {
          return false;
        }
        if (!location.isEmpty()) {
          exchange.getResponseHeaders().set("Location", location);
        }
        LocalRegistry.answer(exchange, 202, "");
        return true;
      });
      RemoteFailure failure =
          assertThrows(RemoteFailure.class, () -> registry.pushBlob(ref, DIGEST, body(LAYER)));
      assertTrue(failure.getMessage().contains(": the registry names "), failure.getMessage());
    }
  }

  @Test
  void aManifestWhoseBlobsAreMissingIsRefused() {
    String manifest = LocalRegistry.manifest("{}", List.of(LAYER));
    assertThrows(
        InputFailure.class,
        () -> registry.pushManifest(ref, manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST));
    server.fail("/manifests/", 9, 403, Map.of());
    RemoteFailure failure =
        assertThrows(
            RemoteFailure.class,
            () -> registry.pushManifest(ref, manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST));
    assertEquals(
        "cannot push manifest "
            + ref
            + ": "
            + ref.host()
            + " answers 403 Forbidden (TEST: as told)",
        failure.getMessage());
  }
}

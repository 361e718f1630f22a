package dev.assay.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Parts of a blob, one by one and many at once.
class RangedBlobTest {
  private static final byte[] BLOB = new byte[200_000];
  private static final List<RangedBlob.Part> PARTS =
      List.of(
          new RangedBlob.Part(0, 10),
          new RangedBlob.Part(5_000, 70_000),
          new RangedBlob.Part(199_999, 1));

  static {
    new Random(11).nextBytes(BLOB);
  }

  private final Http http = TestHttp.client();
  private LocalRegistry server;
  private RangedBlob blob;

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    server.content().putBlob(BLOB);
    var registry = new Registry(http, new GivenCredentials(List.of()));
    var descriptor =
        new Descriptor(
            "application/octet-stream",
            Digest.sha256(BLOB),
            BLOB.length,
            Collections.emptySortedMap(),
            Optional.empty(),
            List.of(),
            "");
    blob = registry.rangedBlob(ImageRef.parse(server.host() + "/some/app"), descriptor, "layer");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    http.close();
  }

  private void assertParts() throws IOException {
    List<byte[]> contents = blob.readMany(PARTS);
    assertEquals(PARTS.size(), contents.size());
    for (int i = 0; i < PARTS.size(); i++) {
      int from = (int) PARTS.get(i).from();
      byte[] expected = Arrays.copyOfRange(BLOB, from, from + PARTS.get(i).length());
      assertArrayEquals(expected, contents.get(i));
    }
  }

  @Test
  void manyPartsComeInOneAnswer() throws IOException {
    server.sendManyParts(false);
    assertTrue(blob.givesManyAtOnce());
    assertEquals(1, server.count("/blobs/"));
    assertParts();
    assertEquals(2, server.count("/blobs/"));
    assertEquals("bytes=0-9,5000-74999,199999-199999", server.accesses().getLast().range());
    assertTrue(blob.movedBytes() > 70_013 && blob.movedBytes() < 71_000, "" + blob.movedBytes());
  }

  @Test
  void aServerThatSendsOnePartAtATimeIsAskedForEach() throws IOException {
    assertFalse(blob.givesManyAtOnce());
    assertParts();
    assertFalse(blob.givesManyAtOnce());
    assertEquals(1 + PARTS.size(), server.count("/blobs/"));
  }

  @Test
  void partsInAnotherOrderAreNotMistaken() throws IOException {
    server.sendManyParts(true);
    assertFalse(blob.givesManyAtOnce());
    assertParts();
  }

  @Test
  void partsThatStopAreAskedForAgain() throws IOException {
    server.sendManyParts(false);
    assertTrue(blob.givesManyAtOnce());
    var left = new AtomicInteger(1);
    server.first(exchange -> {
      String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
      if (!range.contains(",") || left.getAndDecrement() <= 0) {
        return false;
      }
      exchange.getResponseHeaders().set("Content-Type", "multipart/byteranges; boundary=xyz");
      LocalRegistry.answer(exchange, 206, "--xyz\r\nContent-Range: bytes 0-9/200000\r\n\r\nabc");
      return true;
    });
    assertParts();
    assertEquals(3, server.count("/blobs/"));
  }

  @Test
  void aServerWithoutPartsIsNoUse() throws IOException {
    server.ignoreRanges();
    assertFalse(blob.givesManyAtOnce());
    assertThrows(RangedBlob.NoRanges.class, () -> blob.readMany(PARTS));
  }
}

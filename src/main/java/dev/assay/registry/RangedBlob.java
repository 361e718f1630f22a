package dev.assay.registry;

import dev.assay.failure.Failure;
import dev.assay.model.ImageRef;
import dev.assay.net.ByteRanges;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A blob of which parts are read, in any order. Registries mostly send their clients on to a
/// storage service: the address is kept, so that the registry is asked once however many parts are
/// read. The bytes are not verified: only the whole has a digest. Safe for several threads.
///
/// Source: RFC 9110, section 14
public final class RangedBlob {
  /// So often is a part asked for that breaks off.
  private static final int MAX_ATTEMPTS = 4;

  private final Http http;
  private final RegistryCaller caller;
  private final ImageRef ref;
  private final Descriptor blob;
  private final String purpose;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicReference<Many> manyAtOnce = new AtomicReference<>(Many.UNKNOWN);

  /// Where the registry sent us, without our login; null where it serves blobs itself.
  private volatile @Nullable URI elsewhere;

  /// Whether one answer may have several parts.
  private enum Many {
    UNKNOWN,
    YES,
    NO
  }

  /// The server was asked for a part and does not send parts, or sends others than it was asked
  /// for. The blob can still be read as a whole.
  public static final class NoRanges extends IOException {
    private static final long serialVersionUID = 1L;

    NoRanges(String message) {
      super(message);
    }
  }

  RangedBlob(Http http, RegistryCaller caller, ImageRef ref, Descriptor blob, String purpose) {
    this.http = http;
    this.caller = caller;
    this.ref = ref;
    this.blob = blob;
    this.purpose = purpose;
  }

  /// How many bytes the manifest announces.
  public long sizeBytes() {
    return blob.sizeBytes();
  }

  /// How many bytes arrived so far.
  public long movedBytes() {
    return moved.get();
  }

  /// Reads a part.
  ///
  /// @param from offset of its first byte
  /// @param length at least 1, and not beyond the blob's end
  /// @throws NoRanges where the server sends no parts
  /// @throws IOException where the bytes do not arrive
  /// @throws Failure where the registry refuses
  public byte[] read(long from, int length) throws IOException {
    if (from < 0 || length < 1 || from > blob.sizeBytes() - length) {
      throw new IllegalArgumentException("no such part: " + length + " bytes at " + from);
    }
    var part = new BlobRange.Part(from, length);
    var range = new BlobRange(ref, blob, purpose, List.of(part));
    return again(
        range,
        response -> {
          check(response, part);
          return body(response.body(), length);
        });
  }

  private interface Answer<T> {
    T read(Response response) throws IOException;
  }

  private <T> T again(BlobRange range, Answer<T> answer) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (Response response = open(range)) {
        return answer.read(response);
      } catch (NoRanges e) {
        throw e;
      } catch (IOException e) {
        http.settings().deadline().check();
        if (attempt == MAX_ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  /// Whether the server sends several parts in one answer, which few storage services do. Asks it
  /// once, for two bytes.
  ///
  /// @throws IOException where no answer arrives
  public boolean givesManyAtOnce() throws IOException {
    synchronized (manyAtOnce) {
      if (manyAtOnce.get() == Many.UNKNOWN) {
        boolean hasTwo = blob.sizeBytes() > 2;
        manyAtOnce.set(Many.NO);
        if (hasTwo
            && many(List.of(new BlobRange.Part(0, 1), new BlobRange.Part(2, 1))).isPresent()) {
          manyAtOnce.set(Many.YES);
        }
      }
      return manyAtOnce.get() == Many.YES;
    }
  }

  /// A part of the blob.
  public record Part(long from, int length) {}

  /// Reads parts, in one request if the server does that, else one after the other.
  ///
  /// @param parts in order; each as `read` takes it
  /// @return the content of each
  /// @throws NoRanges where the server sends no parts
  /// @throws IOException where the bytes do not arrive
  /// @throws Failure where the registry refuses
  public List<byte[]> readMany(List<Part> parts) throws IOException {
    if (parts.size() > 1 && givesManyAtOnce()) {
      var wanted = parts.stream().map(p -> new BlobRange.Part(p.from, p.length)).toList();
      Optional<List<byte[]>> contents = many(wanted);
      if (contents.isPresent()) {
        return contents.get();
      }
    }
    var contents = new ArrayList<byte[]>();
    for (Part part : parts) {
      contents.add(read(part.from, part.length));
    }
    return contents;
  }

  /// Empty where the server sends something else.
  private Optional<List<byte[]>> many(List<BlobRange.Part> parts) throws IOException {
    return again(
        new BlobRange(ref, blob, purpose, parts),
        response -> {
          String type = response.header("Content-Type").orElse("");
          Optional<ByteRanges> answer =
              response.status() == 206 ? ByteRanges.open(type, response.body()) : Optional.empty();
          if (answer.isEmpty()) {
            return Optional.empty();
          }
          var contents = new ArrayList<byte[]>();
          for (BlobRange.Part part : parts) {
            Optional<ByteRanges.Range> range = answer.get().next();
            if (range.isEmpty() || !fits(range.get(), part)) {
              return Optional.empty();
            }
            contents.add(body(answer.get().content(), part.length()));
            moved.addAndGet(answer.get().takeHeadBytes());
          }
          return Optional.of(contents);
        });
  }

  private void pause(int attempt, IOException reason) throws IOException {
    http.settings()
        .progress()
        .debug(
            purpose + " " + blob.digest() + ": " + NetworkProblem.of(reason).problem() + ", again");
    long most = http.settings().deadline().remainingMillis();
    http.settings().time().sleep(Math.min(http.settings().retry().waitMillis(attempt), most));
  }

  private byte[] body(InputStream body, int length) throws IOException {
    byte[] content = new byte[length];
    int count = body.readNBytes(content, 0, length);
    moved.addAndGet(count);
    if (count < length) {
      throw new EOFException(
          "the connection was closed after " + count + " of " + length + " bytes");
    }
    return content;
  }

  private Response open(BlobRange range) throws IOException {
    URI known = elsewhere;
    if (known != null) {
      URI registry = caller.origin(ref.host());
      Response response = http.send(range.asking(Request.get(purpose, known).namedBy(registry)));
      if (response.status() == 206) {
        return response;
      }
      response.close();
      elsewhere = null; // such addresses hold for minutes only
    }
    Response response = caller.call(ref.host(), ref.repository(), range);
    URI asked = range.request(caller.origin(ref.host())).uri();
    if (!Hosts.origin(response.uri()).equals(Hosts.origin(asked))) {
      elsewhere = response.uri();
    }
    return response;
  }

  private void check(Response response, BlobRange.Part part) throws NoRanges {
    if (response.status() != 206) {
      throw new NoRanges("the registry sends no parts of blobs, status " + response.status());
    }
    Optional<ByteRanges.Range> range =
        ByteRanges.range(response.header("Content-Range").orElse(""));
    if (range.isEmpty() || !fits(range.get(), part)) {
      throw new NoRanges("the registry sends another part of the blob than it was asked for");
    }
  }

  private boolean fits(ByteRanges.Range range, BlobRange.Part part) {
    return range.first() == part.from()
        && range.last() == part.last()
        && (range.whole() < 0 || range.whole() == blob.sizeBytes());
  }
}

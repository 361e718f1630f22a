package dev.assay.registry;

import dev.assay.failure.Failure;
import dev.assay.model.ImageRef;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A blob of which parts are read, in any order. Registries mostly send their clients on to a
/// storage service: the address is kept, so that the registry is asked once however many parts are
/// read. The bytes are not verified: only the whole has a digest. Safe for several threads.
///
/// Source: RFC 9110, section 14
public final class RangedBlob {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /// So often is a part asked for that breaks off.
  private static final int MAX_ATTEMPTS = 4;

  private final Http http;
  private final RegistryCaller caller;
  private final ImageRef ref;
  private final Descriptor blob;
  private final String purpose;
  private final AtomicLong moved = new AtomicLong();

  /// Where the registry sent us, without our login; null where it serves blobs itself.
  private volatile @Nullable URI elsewhere;

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
    var range = new BlobRange(ref, blob, purpose, from, from + length - 1);
    for (int attempt = 1; ; attempt++) {
      try (Response response = open(range)) {
        check(response, from, length);
        return body(response, length);
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

  private void pause(int attempt, IOException reason) throws IOException {
    http.settings()
        .progress()
        .debug(
            purpose + " " + blob.digest() + ": " + NetworkProblem.of(reason).problem() + ", again");
    long most = http.settings().deadline().remainingMillis();
    http.settings().time().sleep(Math.min(http.settings().retry().waitMillis(attempt), most));
  }

  private byte[] body(Response response, int length) throws IOException {
    byte[] content = response.body().readNBytes(length);
    moved.addAndGet(content.length);
    if (content.length < length) {
      throw new EOFException(
          "the connection was closed after " + content.length + " of " + length + " bytes");
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

  private void check(Response response, long from, int length) throws NoRanges {
    if (response.status() != 206) {
      throw new NoRanges("the registry sends no parts of blobs, status " + response.status());
    }
    Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
    boolean fits =
        range.matches()
            && Long.parseLong(range.group(1)) == from
            && Long.parseLong(range.group(2)) == from + length - 1
            && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == blob.sizeBytes());
    if (!fits) {
      throw new NoRanges("the registry sends another part of the blob than it was asked for");
    }
  }
}

package dev.assay.registry;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A blob's bytes as one stream, however often the connection breaks: what is missing is asked for
/// by `Range`, and where the server ignores that, what is known already is read over. Exactly as
/// many bytes come out as the descriptor announces, else it fails. The digest is for whoever reads
/// to check.
///
/// Source: RFC 9110, section 14
final class BlobStream extends InputStream {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /// So often in a row without a million new bytes.
  private static final int MAX_RESUMES = 5;

  private static final int MAX_RESUMES_EVER = 100;
  private static final long PROGRESS_BYTES = 1_000_000;

  /// Opens the blob from a position on.
  interface Opener {
    Response open(long from);
  }

  /// What is read.
  ///
  /// @param name for messages: `layer sha256:… of IMAGE`
  record Subject(String name, long sizeBytes) {}

  private final Http http;
  private final Subject subject;
  private final Opener opener;
  private Response response;
  private long position;
  private long positionOfLastBreak;
  private int resumes;
  private int resumesEver;
  private boolean isChecked;

  BlobStream(Http http, Subject subject, Opener opener) {
    this.http = http;
    this.subject = subject;
    this.opener = opener;
    this.response = opener.open(0);
    try {
      checkWhole();
    } catch (Failure e) {
      closeQuietly();
      throw e;
    }
  }

  private void checkWhole() {
    long announced = response.length().orElse(subject.sizeBytes());
    if (announced != subject.sizeBytes()) {
      WebPage.refuse(response, "read " + subject.name());
      throw new InputFailure(
          "cannot read "
              + subject.name()
              + ": the registry announces "
              + announced
              + " bytes, the manifest "
              + subject.sizeBytes());
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int size) throws IOException {
    if (size == 0) {
      return 0;
    }
    while (true) {
      long left = subject.sizeBytes() - position;
      if (left == 0) {
        requireEnd();
        return -1;
      }
      try {
        int count = response.body().read(buffer, offset, (int) Math.min(size, left));
        if (count < 0) {
          throw new EOFException(
              "the connection was closed after "
                  + position
                  + " of "
                  + subject.sizeBytes()
                  + " bytes");
        }
        position += count;
        return count;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void requireEnd() {
    if (isChecked) {
      return;
    }
    isChecked = true;
    int more;
    try {
      more = response.body().read();
    } catch (IOException e) {
      return; // all that was announced is here
    }
    if (more >= 0) {
      throw new InputFailure(
          "cannot read "
              + subject.name()
              + ": the registry sends more than the "
              + subject.sizeBytes()
              + " bytes of the manifest");
    }
  }

  private void resume(IOException broken) throws IOException {
    IOException reason = broken;
    while (true) {
      closeQuietly();
      if (Thread.currentThread().isInterrupted()) {
        throw reason;
      }
      count(reason);
      http.settings()
          .progress()
          .debug(
              subject.name()
                  + ": "
                  + NetworkProblem.of(reason).problem()
                  + ", going on at "
                  + position);
      http.settings()
          .time()
          .sleep(Math.min(http.settings().retry().waitMillis(resumes), remainingMillis()));
      response = opener.open(position);
      try {
        arrive();
        return;
      } catch (IOException e) {
        reason = e;
      }
    }
  }

  private long remainingMillis() {
    return http.settings().deadline().remainingMillis();
  }

  private void count(IOException reason) {
    if (position - positionOfLastBreak >= PROGRESS_BYTES) {
      resumes = 0;
    }
    positionOfLastBreak = position;
    if (++resumes > MAX_RESUMES || ++resumesEver > MAX_RESUMES_EVER) {
      NetworkProblem problem = NetworkProblem.of(reason);
      throw new RemoteFailure(
          "cannot read " + subject.name() + ": it broke off again and again: " + problem.problem(),
          problem.hint());
    }
  }

  /// Goes to the position in a fresh answer.
  private void arrive() throws IOException {
    if (response.status() != 206) {
      checkWhole();
      response.body().skipNBytes(position);
      return;
    }
    Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
    boolean fits =
        range.matches()
            && Long.parseLong(range.group(1)) == position
            && Long.parseLong(range.group(2)) == subject.sizeBytes() - 1
            && (range.group(3).equals("*")
                || Long.parseLong(range.group(3)) == subject.sizeBytes());
    if (!fits) {
      throw new InputFailure(
          "cannot read "
              + subject.name()
              + ": asked to go on at byte "
              + position
              + ", the registry sends another range");
    }
  }

  private void closeQuietly() {
    try {
      response.close();
    } catch (IOException e) {
      // It is broken already, and what broke it is being told.
      http.settings().progress().debug(subject.name() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    response.close();
  }
}

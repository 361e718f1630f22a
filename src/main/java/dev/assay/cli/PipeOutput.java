package dev.assay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Standard output. Once its reader has gone (`assay … | head`), what is left to write is dropped:
/// the reader has seen enough, and the answer, which is the exit code, stays what it was.
final class PipeOutput extends OutputStream {
  private final OutputStream out;
  private boolean isClosed;

  PipeOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (isClosed) {
      return;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      note(e);
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (isClosed) {
      return;
    }
    try {
      out.flush();
    } catch (IOException e) {
      note(e);
    }
  }

  /// The JDK tells EPIPE from other troubles by its text alone: `Broken pipe` on Unix, `The pipe is
  /// being closed` on Windows.
  private void note(IOException e) throws IOException {
    String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
    if (!message.contains("pipe")) {
      throw e;
    }
    isClosed = true;
  }
}

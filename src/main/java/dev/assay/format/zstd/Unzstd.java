package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The unpacked bytes of a zstd file. Every frame's length and checksum are checked where the frame
/// has them. Reading fails with `InputFailure` where the file breaks the format, ends too early or
/// asks for a window over 128 MiB.
///
/// Source: RFC 8878
public final class Unzstd extends InputStream {
  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int MAX_BLOCK = 128 << 10;
  private static final int BUFFER_BYTES = 128 << 10;
  private static final long UNKNOWN = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] block = new byte[MAX_BLOCK + Bits.SLACK];
  private final Literals literals = new Literals();
  private final Sequences sequences = new Sequences();
  private final Window window = new Window();
  private final byte[] one = new byte[1];
  private int position;
  private int end;
  private long before;

  private long frameStart;
  private boolean inFrame;
  private boolean isLastBlock;
  private int blockLimit;
  private long contentBytes = UNKNOWN;
  private long produced;
  private boolean hasChecksum;
  private XxHash64 checksum = new XxHash64();
  private int frames;
  private SkippedFrames skipped = new NotWanted();

  /// Takes what is in frames that are skipped.
  public interface SkippedFrames {
    /// Whether a frame's content is wanted; it is held in memory.
    boolean wants(long bytes);

    /// @param offset of the content in the file
    void take(long offset, byte[] content);
  }

  private static final class NotWanted implements SkippedFrames {
    @Override
    public boolean wants(long bytes) {
      return false;
    }

    @Override
    public void take(long offset, byte[] content) {}
  }

  /// @param in closed together with this stream
  public Unzstd(InputStream in) {
    this.in = in;
  }

  /// Whether a file with these first bytes is zstd, its first frame perhaps one to skip.
  public static boolean isMagic(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    int magic =
        (head[0] & 0xff) | ((head[1] & 0xff) << 8) | ((head[2] & 0xff) << 16) | (head[3] << 24);
    return magic == MAGIC || (magic & -16) == SKIPPABLE_MAGIC;
  }

  /// How many frames have begun, those to skip among them.
  public int frames() {
    return frames;
  }

  /// Begins anew, since what it reads from has another file now.
  public void restart() {
    position = 0;
    end = 0;
    before = 0;
    frames = 0;
    inFrame = false;
    window.handedOut = window.end;
  }

  /// Hands over frames that are skipped, from now on.
  public void onSkipped(SkippedFrames told) {
    this.skipped = told;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (window.handedOut == window.end) {
      if (!(inFrame ? nextBlock() : nextFrame())) {
        return -1;
      }
    }
    int count = Math.min(length, window.end - window.handedOut);
    System.arraycopy(window.bytes, window.handedOut, out, offset, count);
    window.handedOut += count;
    return count;
  }

  /// Reads the header of the next frame that has content.
  private boolean nextFrame() throws IOException {
    for (; ; ) {
      frameStart = before + position;
      int first = next();
      if (first < 0 && frames > 0) {
        return false;
      }
      int magic = first | ((int) number(3) << 8);
      frames++;
      if (magic == MAGIC) {
        startFrame();
        return true;
      }
      if ((magic & -16) != SKIPPABLE_MAGIC) {
        throw damaged(frames == 1 ? "not a zstd file" : "what follows the last frame is no zstd");
      }
      skipFrame(number(4));
    }
  }

  private void startFrame() throws IOException {
    int flags = (int) number(1);
    boolean isSingle = (flags & 0x20) != 0;
    if ((flags & 8) != 0) {
      throw damaged("unknown flags in the header");
    }
    long windowBytes = 0;
    if (!isSingle) {
      int code = (int) number(1);
      long base = 1L << (10 + (code >> 3));
      windowBytes = base + base / 8 * (code & 7);
    }
    int idBytes = (flags & 3) == 3 ? 4 : flags & 3;
    if (number(idBytes) != 0) {
      throw damaged("it needs a dictionary");
    }
    contentBytes =
        switch (flags >> 6) {
          case 0 -> isSingle ? number(1) : UNKNOWN;
          case 1 -> number(2) + 256;
          case 2 -> number(4);
          default -> number(8);
        };
    if (isSingle) {
      windowBytes = contentBytes;
    }
    if (contentBytes < UNKNOWN || windowBytes < 0) {
      throw damaged("a content size that no file has");
    }
    blockLimit = (int) Math.min(MAX_BLOCK, isSingle ? MAX_BLOCK : windowBytes);
    hasChecksum = (flags & 4) != 0;
    checksum = new XxHash64();
    produced = 0;
    isLastBlock = false;
    inFrame = true;
    literals.startFrame();
    sequences.startFrame();
    guarded(windowBytes, window::startFrame);
  }

  private interface Step {
    void run(long value);
  }

  private void guarded(long value, Step step) {
    try {
      step.run(value);
    } catch (InputFailure e) {
      throw new InputFailure("zstd frame at byte " + frameStart + ": " + e.getMessage(), e.hint());
    }
  }

  /// Unpacks the next block, or ends the frame.
  private boolean nextBlock() throws IOException {
    if (isLastBlock) {
      endFrame();
      return true;
    }
    int head = (int) number(3);
    isLastBlock = (head & 1) != 0;
    int type = head >> 1 & 3;
    int size = head >> 3;
    if (type == 3 || size > MAX_BLOCK || (type != 2 && size > blockLimit)) {
      throw damaged("a block that is too large or of an unknown kind");
    }
    int stored = type == 1 ? 1 : size;
    fill(block, stored);
    int start;
    guarded(MAX_BLOCK, n -> window.reserve((int) n));
    start = window.end;
    switch (type) {
      case 0 -> window.append(block, 0, size);
      case 1 -> window.repeat(block[0], size);
      default -> guarded(size, n -> unpackBlock((int) n));
    }
    int count = window.end - start;
    produced += count;
    if (contentBytes >= 0 && produced > contentBytes) {
      throw damaged("more content than its header says");
    }
    if (hasChecksum) {
      checksum.update(window.bytes, start, count);
    }
    return true;
  }

  private void unpackBlock(int size) {
    int end = literals.read(block, 0, size);
    sequences.run(block, end, size, literals, window, blockLimit);
  }

  private void endFrame() throws IOException {
    if (contentBytes >= 0 && produced != contentBytes) {
      throw damaged("less content than its header says");
    }
    if (hasChecksum && number(4) != (checksum.digest() & 0xffffffffL)) {
      throw damaged("the content does not match its checksum");
    }
    inFrame = false;
  }

  private void fill(byte[] out, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (position == end && !refill()) {
        throw damaged("the file ends within a block");
      }
      int some = Math.min(length - done, end - position);
      System.arraycopy(buffer, position, out, done, some);
      position += some;
      done += some;
    }
  }

  private void skipFrame(long count) throws IOException {
    if (skipped.wants(count)) {
      long offset = before + position;
      skipped.take(offset, content((int) count));
      return;
    }
    for (long left = count; left > 0; ) {
      if (position == end && !refill()) {
        throw damaged("the file ends within a frame to skip");
      }
      int some = (int) Math.min(left, end - position);
      position += some;
      left -= some;
    }
  }

  /// Memory is taken as bytes arrive, whatever length was announced.
  private byte[] content(int count) throws IOException {
    byte[] content = new byte[Math.min(count, BUFFER_BYTES)];
    for (int done = 0; done < count; ) {
      if (position == end && !refill()) {
        throw damaged("the file ends within a frame to skip");
      }
      int some = Math.min(count - done, end - position);
      if (done + some > content.length) {
        content = Arrays.copyOf(content, (int) Math.min(count, 2L * content.length));
        some = Math.min(some, content.length - done);
      }
      System.arraycopy(buffer, position, content, done, some);
      position += some;
      done += some;
    }
    return content;
  }

  private long number(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int b = next();
      if (b < 0) {
        throw damaged("the file ends within a frame");
      }
      value |= (long) b << (8 * i);
    }
    return value;
  }

  private int next() throws IOException {
    if (position == end && !refill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  private boolean refill() throws IOException {
    before += end;
    position = 0;
    end = 0;
    int count = in.read(buffer, 0, buffer.length);
    if (count <= 0) {
      return false;
    }
    end = count;
    return true;
  }

  private InputFailure damaged(String problem) {
    return new InputFailure("zstd frame at byte " + frameStart + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

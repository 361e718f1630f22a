package dev.assay.analyze.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.analyze.Found;
import dev.assay.analyze.language.dotnet.DotnetDepsAnalyzer;
import dev.assay.format.program.KeptBytes;
import dev.assay.format.program.ProgramLayout;
import dev.assay.format.program.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A .NET application published as a single file: its files stand behind the program that starts
/// it, among them the `deps.json` that lists its packages.
///
/// ```
/// in the program's variables   offset of the header 8 (0 where nothing is bundled), signature 32
/// behind the program           the files, one after the other
/// header                       major version 4, minor 4, files 4, id (length in LEB128, UTF-8),
///                              from version 2 on: offset and length of deps.json 8 + 8, …
/// ```
///
/// The header comes last and tells where `deps.json` was, so what looks like one is kept on the
/// way, and counts where the header says so.
///
/// Source: <https://github.com/dotnet/designs/blob/main/accepted/2020/single-file/bundler.md>,
/// `src/native/corehost/bundle` of the runtime
final class DotnetBundle {
  /// The SHA-256 of `.net core bundle` and a line feed.
  private static final byte[] SIGNATURE =
      HexFormat.of().parseHex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

  private static final byte[] MARK = "\"runtimeTarget\"".getBytes(US_ASCII);

  /// Between the document's brace and its first member.
  private static final int MAX_INDENT = 16;

  private static final int KEPT_BYTES = 4 << 20;
  private static final int BLOCK = 64 << 10;
  private static final int HEADER_BYTES = 512;

  private final InputStream content;
  private final long headerAt;
  private long position;
  private long keptAt = -1;
  private byte[] kept = {};
  private int keptCount;

  private DotnetBundle(InputStream content, long position, long headerAt) {
    this.content = content;
    this.position = position;
    this.headerAt = headerAt;
  }

  /// Reads what follows a program that is such an application.
  ///
  /// @param content behind what was kept
  /// @param position how many bytes of the program were read
  static void add(
      ProgramLayout layout, KeptBytes program, InputStream content, long position, Found found)
      throws IOException {
    long headerAt = headerAt(layout, program);
    if (headerAt <= 0) {
      return;
    }
    Optional<byte[]> deps =
        headerAt < position
            ? Optional.empty()
            : new DotnetBundle(content, position, headerAt).deps();
    if (deps.isPresent()) {
      DotnetDepsAnalyzer.list(deps.get(), found);
    } else {
      ProgramGap.DOTNET_UNREAD.in(found, headerAt);
    }
  }

  private static long headerAt(ProgramLayout layout, KeptBytes program) {
    for (Region region : layout.regions()) {
      if (region.use() == Region.Use.WRITABLE) {
        Optional<Long> at = program.find(SIGNATURE, region.offset(), region.end(), 1);
        Optional<byte[]> offset =
            at.flatMap(place -> program.bytes(place - Long.BYTES, Long.BYTES));
        if (offset.isPresent()) {
          return little(offset.get()).getLong();
        }
      }
    }
    return 0;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Optional<byte[]> deps() throws IOException {
    byte[] block = new byte[BLOCK];
    int before = 0;
    while (position < headerAt) {
      int most = (int) Math.min(block.length - before, headerAt - position);
      int count = content.readNBytes(block, before, most);
      position += count;
      if (count < most) {
        return Optional.empty();
      }
      before = take(block, before, before + count);
    }
    byte[] header = content.readNBytes(HEADER_BYTES);
    return header.length < 16 ? Optional.empty() : located(little(header));
  }

  /// Keeps what may be the document, or looks for where it begins.
  ///
  /// @return how many bytes at the block's end are looked at once more, moved to its beginning
  private int take(byte[] block, int before, int count) {
    if (keptAt >= 0) {
      keep(block, before, count);
      return 0;
    }
    int start = start(block, count);
    if (start >= 0) {
      keptAt = position - count + start;
      keep(block, start, count);
      return 0;
    }
    int again = Math.min(count, MARK.length + MAX_INDENT);
    System.arraycopy(block, count - again, block, 0, again);
    return again;
  }

  private void keep(byte[] block, int from, int to) {
    int length = Math.min(to - from, KEPT_BYTES - keptCount);
    if (keptCount + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.clamp(2L * (keptCount + length), BLOCK, KEPT_BYTES));
    }
    System.arraycopy(block, from, kept, keptCount, length);
    keptCount += length;
  }

  /// Where the brace before the mark stands, or -1.
  private static int start(byte[] block, int count) {
    for (int at = 1; at + MARK.length <= count; at++) {
      if (block[at] == MARK[0]
          && Arrays.equals(block, at, at + MARK.length, MARK, 0, MARK.length)) {
        int brace = at - 1;
        while (brace > 0 && at - brace < MAX_INDENT && block[brace] <= ' ' && block[brace] > 0) {
          brace--;
        }
        if (block[brace] == '{') {
          return brace;
        }
      }
    }
    return -1;
  }

  /// The document that the header names, where it was kept.
  private Optional<byte[]> located(ByteBuffer header) {
    int major = header.getInt();
    header.position(12);
    int idBytes = 0;
    for (int shift = 0, part = 0x80; (part & 0x80) != 0 && shift <= 7; shift += 7) {
      part = header.get();
      idBytes |= (part & 0x7f) << shift;
    }
    if (major < 2 || header.remaining() < idBytes + 2 * Long.BYTES) {
      return Optional.empty();
    }
    header.position(header.position() + idBytes);
    long offset = header.getLong() - keptAt;
    long length = header.getLong();
    // A mark of three bytes may stand before the brace.
    boolean isKept =
        keptAt >= 0 && offset >= -3 && offset <= keptCount && length <= keptCount - offset;
    return isKept && length > 0
        ? Optional.of(Arrays.copyOfRange(kept, (int) Math.max(0, offset), (int) (offset + length)))
        : Optional.empty();
  }
}

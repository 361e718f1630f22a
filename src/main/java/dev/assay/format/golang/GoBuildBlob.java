package dev.assay.format.golang;

import dev.assay.format.program.KeptBytes;
import dev.assay.format.program.ProgramLayout;
import dev.assay.format.program.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Where Go's linker leaves the build information of a program: in its variables, at a multiple of
/// 16, a header of 32 bytes: a magic text of 14, the size of a pointer, flags (1: big-endian, 2:
/// the texts follow), then, before Go 1.18, pointers to two Go strings (each a pointer and a
/// length); since, behind the header, two texts with their lengths as varints: the version of Go
/// and the modules. The latter is framed by 16 bytes at each end.
///
/// Source: <https://pkg.go.dev/debug/buildinfo>, `cmd/link/internal/ld/data.go` of Go 1.13 and
/// later
public final class GoBuildBlob {
  /// How every one begins.
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);

  /// A blob begins at a multiple of this.
  public static final int ALIGN = 16;

  /// No list of modules is longer.
  public static final int MAX_BYTES = 4 << 20;

  private static final int HEADER_BYTES = 32;
  private static final int FRAME_BYTES = 16;

  private final ProgramLayout layout;
  private final KeptBytes kept;
  private boolean isListCut;

  private GoBuildBlob(ProgramLayout layout, KeptBytes kept) {
    this.layout = layout;
    this.kept = kept;
  }

  /// What was found.
  ///
  /// @param isCut whether there is a blob that points to bytes that were not kept or are not there,
  ///   if only for the list of modules
  public record Result(Optional<GoBuildInfo> info, boolean isCut) {}

  /// The first multiple of `ALIGN` among the first bytes where one begins, or -1.
  public static int find(byte[] bytes, int count) {
    for (int i = 0; i + MAGIC.length <= count; i += ALIGN) {
      if (bytes[i] == MAGIC[0]
          && Arrays.equals(bytes, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return i;
      }
    }
    return -1;
  }

  /// Looks through a program's variables.
  public static Result find(ProgramLayout layout, KeptBytes kept) {
    var blob = new GoBuildBlob(layout, kept);
    boolean isCut = false;
    for (Region region : layout.regions()) {
      long from = region.use() == Region.Use.WRITABLE ? region.offset() : region.end();
      Optional<Long> at = kept.find(MAGIC, from, region.end(), ALIGN);
      while (at.isPresent()) {
        isCut = true;
        Optional<GoBuildInfo> info = blob.read(at.get());
        if (info.isPresent()) {
          return new Result(info, blob.isListCut);
        }
        // Programs that read such blobs have the magic text among their own variables.
        at = kept.find(MAGIC, at.get() + ALIGN, region.end(), ALIGN);
      }
    }
    return new Result(Optional.empty(), isCut);
  }

  private Optional<GoBuildInfo> read(long offset) {
    Optional<byte[]> header = kept.bytes(offset, HEADER_BYTES);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    int flags = header.get()[15];
    return (flags & 2) != 0 ? inline(offset + HEADER_BYTES) : pointed(header.get());
  }

  private Optional<GoBuildInfo> inline(long offset) {
    Optional<Text> version = varText(offset);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Optional<Text> modules = varText(version.get().end());
    isListCut = modules.isEmpty();
    return info(version.get().text(), modules.map(Text::text).orElse(""));
  }

  /// A text and where the next one begins.
  private record Text(String text, long end) {}

  private Optional<Text> varText(long offset) {
    long length = 0;
    for (int i = 0; i < 5; i++) {
      Optional<byte[]> one = kept.bytes(offset + i, 1);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      length |= (one.get()[0] & 0x7fL) << (7 * i);
      if (one.get()[0] >= 0) {
        long start = offset + i + 1;
        long end = start + length;
        return text(start, length).map(text -> new Text(text, end));
      }
    }
    return Optional.empty();
  }

  private Optional<String> text(long offset, long length) {
    // A character for each byte, since the frame is no text.
    return length < 0 || length > MAX_BYTES
        ? Optional.empty()
        : kept.bytes(offset, (int) length).map(b -> new String(b, StandardCharsets.ISO_8859_1));
  }

  private Optional<GoBuildInfo> pointed(byte[] header) {
    int width = header[14];
    if (width != 4 && width != 8) {
      return Optional.empty();
    }
    ByteOrder order = (header[15] & 1) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer in = ByteBuffer.wrap(header).order(order);
    Optional<String> version = goString(pointer(in, 16, width), width, order);
    Optional<String> modules = goString(pointer(in, 16 + width, width), width, order);
    return version.flatMap(v -> info(v, modules.orElse("")));
  }

  private static long pointer(ByteBuffer in, int at, int width) {
    return width == 4 ? Integer.toUnsignedLong(in.getInt(at)) : in.getLong(at);
  }

  private Optional<String> goString(long address, int width, ByteOrder order) {
    return fileOffset(address)
        .flatMap(at -> kept.bytes(at, 2 * width))
        .map(bytes -> ByteBuffer.wrap(bytes).order(order))
        .flatMap(in ->
            fileOffset(pointer(in, 0, width)).flatMap(at -> text(at, pointer(in, width, width))));
  }

  private Optional<Long> fileOffset(long address) {
    for (Region region : layout.regions()) {
      long within = address - region.address();
      if (region.use() != Region.Use.NOTES && region.use() != Region.Use.SECTIONS) {
        if (address >= region.address() && within < region.sizeBytes()) {
          return Optional.of(region.offset() + within);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<GoBuildInfo> info(String version, String modules) {
    if (!version.startsWith("go") && !version.startsWith("devel")) {
      return Optional.empty();
    }
    int end = modules.length() - FRAME_BYTES;
    boolean isFramed = end > FRAME_BYTES && modules.charAt(end - 1) == '\n';
    String text = isFramed ? modules.substring(FRAME_BYTES, end) : "";
    return Optional.of(GoBuildInfo.parse(version, utf8(text)));
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}

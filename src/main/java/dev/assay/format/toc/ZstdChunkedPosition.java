package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in a zstd:chunked layer its table of contents is: `OFFSET:LENGTH:RAWLENGTH:TYPE`, of which
/// type 1 is the only one there is. The offset is of the table, behind the eight bytes of its
/// skippable frame's header.
///
/// Source: <https://github.com/containers/storage/tree/main/pkg/chunked/internal/minimal>
///
/// @param offset in the layer
/// @param packedBytes as stored
/// @param rawBytes unpacked
public record ZstdChunkedPosition(long offset, int packedBytes, int rawBytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,9}):(\\d{1,9}):1");

  /// Reads the annotation.
  ///
  /// @param layerBytes the layer's length
  /// @throws InputFailure where it is malformed or points out of the layer
  public static ZstdChunkedPosition parse(String annotation, long layerBytes) {
    Matcher form = FORM.matcher(annotation);
    if (!form.matches()) {
      throw new InputFailure("the position of its table of contents is malformed");
    }
    long offset = Long.parseLong(form.group(1));
    int packed = Integer.parseInt(form.group(2));
    if (offset < 8 || packed < 1 || offset > layerBytes - packed) {
      throw new InputFailure("the position of its table of contents is out of the layer");
    }
    return new ZstdChunkedPosition(offset, packed, Integer.parseInt(form.group(3)));
  }
}

package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import java.nio.charset.StandardCharsets;

/// The end of an eStargz layer: an empty gzip member whose extra field, `SG`, holds sixteen
/// hexadecimal digits and `STARGZ`: where the table of contents starts. An older form has no `SG`
/// header, and one for tables kept elsewhere says `STARGZEXTERNALTOC`.
///
/// Source:
/// <https://github.com/containerd/stargz-snapshotter/blob/v0.18.0/docs/estargz.md#estargz-footer>
public final class StargzFooter {
  /// As long as the longest form.
  public static final int BYTES = 51;

  private static final int DIGITS = 16;
  private static final byte[] MARK = "STARGZ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXTERNAL = "STARGZEXTERNALTOC".getBytes(StandardCharsets.US_ASCII);

  /// Header before the digits: ten bytes, the extra field's length, `SG` and its length.
  private static final int DIGITS_AT = 16;

  private StargzFooter() {}

  /// Where the table of contents starts.
  ///
  /// @param end the layer's last `BYTES` bytes
  /// @param layerBytes the layer's length
  /// @throws InputFailure where this is not the end of an eStargz layer
  public static long tocOffset(byte[] end, long layerBytes) {
    if (end.length != BYTES) {
      throw new IllegalArgumentException("the last " + BYTES + " bytes are needed");
    }
    if (find(end, EXTERNAL) >= 0) {
      throw new InputFailure("its table of contents is kept outside of the layer");
    }
    boolean isFooter =
        (end[0] & 0xff) == 0x1f
            && (end[1] & 0xff) == 0x8b
            && end[2] == 8
            && end[3] == 4
            && end[10] == 26
            && end[12] == 'S'
            && end[13] == 'G'
            && find(end, MARK) == DIGITS_AT + DIGITS;
    if (!isFooter) {
      throw new InputFailure("it does not end as an eStargz layer does");
    }
    long offset = digits(end);
    if (offset < 1 || offset >= layerBytes - BYTES) {
      throw new InputFailure("its footer points out of the layer");
    }
    return offset;
  }

  private static long digits(byte[] end) {
    long value = 0;
    for (int i = DIGITS_AT; i < DIGITS_AT + DIGITS; i++) {
      int digit = Character.digit(end[i], 16);
      if (digit < 0 || value >>> 58 != 0) {
        throw new InputFailure("its footer holds no number");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static int find(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      int i = 0;
      while (i < wanted.length && bytes[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}

package dev.assay.analyze.binary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A short text that is looked for in large programs. Only the byte where it would end is looked
/// at, and as many are passed over as cannot be in it.
///
/// Source: R. N. Horspool, "Practical fast searching in strings", 1980.
final class Anchor {
  private static final int BYTES = 256;

  private final byte[] text;

  /// How far the text may be moved on where a byte stands under its end.
  private final byte[] shifts = new byte[BYTES];

  /// @param text of at most 127 bytes: `#` stands for a digit
  Anchor(String text) {
    this.text = text.getBytes(StandardCharsets.ISO_8859_1);
    int last = this.text.length - 1;
    Arrays.fill(shifts, (byte) this.text.length);
    for (int i = 0; i < last; i++) {
      if (this.text[i] == '#') {
        Arrays.fill(shifts, '0', '9' + 1, (byte) (last - i));
      } else {
        shifts[this.text[i] & 0xff] = (byte) (last - i);
      }
    }
  }

  /// Where it stands first; negative where it does not.
  ///
  /// @param from the first place looked at
  /// @param end behind the last byte there is
  int find(byte[] in, int from, int end) {
    byte last = text[text.length - 1];
    int at = from + text.length - 1;
    while (at < end) {
      byte is = in[at];
      if (matches(last, is) && stands(in, at - text.length + 1)) {
        return at - text.length + 1;
      }
      at += shifts[is & 0xff];
    }
    return -1;
  }

  private boolean stands(byte[] in, int at) {
    for (int i = 0; i < text.length; i++) {
      if (!matches(text[i], in[at + i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(byte wanted, byte is) {
    return wanted == '#' ? is >= '0' && is <= '9' : is == wanted;
  }
}

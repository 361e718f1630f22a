package dev.assay.version;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The numbers at the start of a version, to count up from.
///
/// @param parts at least one
record Numbers(List<BigInteger> parts) {
  Numbers {
    parts = List.copyOf(parts);
  }

  static Numbers of(String version) {
    List<BigInteger> parts = new ArrayList<>();
    int i = 0;
    int end = Digits.end(version, i);
    while (end > i) {
      parts.add(new BigInteger(version.substring(i, end)));
      boolean more = end + 1 < version.length() && version.charAt(end) == '.';
      i = more ? end + 1 : end;
      end = Digits.end(version, i);
    }
    return new Numbers(parts.isEmpty() ? List.of(BigInteger.ZERO) : parts);
  }

  int count() {
    return parts.size();
  }

  boolean isZero(int index) {
    return parts.get(index).signum() == 0;
  }

  /// Without the last `dropped - 1` numbers, and one more in what is then the last; of a single
  /// number, one more.
  String raised(int dropped) {
    return first(Math.max(1, parts.size() - dropped + 1));
  }

  /// The first numbers, one more in the last of them.
  String first(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      BigInteger part = parts.get(i);
      text.append(i == 0 ? "" : ".").append(i == count - 1 ? part.add(BigInteger.ONE) : part);
    }
    return text.toString();
  }
}

package dev.assay.cli.flag;

/// A number with a few digits behind the point. Java's own, which is made for many digits, takes
/// longer to load than all flags together take to read.
///
/// @param fraction in parts of `scale`
/// @param scale a power of ten
record Decimal(long whole, long fraction, long scale) {
  /// @param text digits, perhaps with a point among, before or behind them
  /// @param places how many digits behind the point there may be: nine at most
  static Decimal parse(String text, int places) {
    int point = text.indexOf('.');
    String before = point < 0 ? text : text.substring(0, point);
    long fraction = 0;
    long scale = 1;
    for (int i = 1; i <= places; i++) {
      int at = point + i;
      fraction = fraction * 10 + (point >= 0 && at < text.length() ? text.charAt(at) - '0' : 0);
      scale *= 10;
    }
    return new Decimal(before.isEmpty() ? 0 : Long.parseLong(before), fraction, scale);
  }

  /// That many of a unit, rounded down.
  ///
  /// @throws ArithmeticException where it is over 2⁶³−1
  long times(long unit) {
    long part =
        unit % scale == 0
            ? Math.multiplyExact(fraction, unit / scale)
            : Math.multiplyExact(fraction, unit) / scale;
    return Math.addExact(Math.multiplyExact(whole, unit), part);
  }
}

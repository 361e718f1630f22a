package dev.assay.cli.flag;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people and Docker write them: `10GB` and `10G` are powers of 1000, `10GiB` of 1024, a
/// bare number is bytes.
public final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?) ?([kmgt]?)(i?)b?");

  private ByteSize() {}

  /// The number of bytes, or empty where the text is no size.
  public static Optional<Long> parse(String text) {
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!form.matches() || (form.group(2).isEmpty() && !form.group(3).isEmpty())) {
      return Optional.empty();
    }
    int power = form.group(2).isEmpty() ? 0 : "kmgt".indexOf(form.group(2)) + 1;
    long unit = 1;
    for (int i = 0; i < power; i++) {
      unit *= form.group(3).isEmpty() ? 1000 : 1024;
    }
    try {
      return Optional.of(Decimal.parse(form.group(1), 3).times(unit));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}

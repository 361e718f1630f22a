package dev.assay.version;

/// Versions that are nothing but one to four numbers with dots between and no zeros in front, such
/// as `1.10.3`. Two that have as many numbers compare number by number, whatever the scheme: that
/// can be done by comparing two `long`s, also before any scheme is known or any code is compiled.
public final class PlainVersion {
  private static final int MOST_NUMBERS = 4;
  private static final int COUNT_SHIFT = 60;

  /// How many bits a number has where there are one, two, three or four.
  private static final int[] BITS = {60, 30, 20, 15};

  private PlainVersion() {}

  /// The version as a number; zero where it is not plain, or has a number that is too large.
  public static long of(byte[] text, int from, int to) {
    long first = 0;
    long second = 0;
    long third = 0;
    long number = 0;
    int dots = 0;
    int digits = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        if ((digits > 0 && number == 0) || digits >= 9) {
          return 0;
        }
        number = number * 10 + digit;
        digits++;
      } else if (digit == '.' - '0' && digits > 0 && ++dots < MOST_NUMBERS) {
        first = second;
        second = third;
        third = number;
        number = 0;
        digits = 0;
      } else {
        return 0;
      }
    }
    return digits == 0 ? 0 : packed(dots, new long[] {first, second, third, number});
  }

  /// @param numbers the last `dots + 1` of them count
  private static long packed(int dots, long[] numbers) {
    int bits = BITS[dots];
    long packed = 0;
    for (int i = MOST_NUMBERS - 1 - dots; i < MOST_NUMBERS; i++) {
      if (numbers[i] >>> bits != 0) {
        return 0;
      }
      packed = packed << bits | numbers[i];
    }
    return (long) (dots + 1) << COUNT_SHIFT | packed;
  }

  /// How many numbers one has that is not zero.
  public static int numbers(long version) {
    return (int) (version >>> COUNT_SHIFT);
  }

  /// Whether two numbers of `of` are in the order of what they stand for.
  public static boolean areComparable(long a, long b) {
    return a != 0 && a >>> COUNT_SHIFT == b >>> COUNT_SHIFT;
  }
}

package dev.assay.version;

import java.util.Random;

/// Random texts that look like versions of one scheme or another, or nearly so.
final class VersionTexts {
  private static final String[] PARTS = {
    "0",
    "1",
    "2",
    "9",
    "10",
    "00",
    "01",
    "010",
    "99999999999999999999",
    ".",
    ".",
    ".",
    ".",
    "-",
    "-",
    "_",
    "+",
    "~",
    "!",
    ":",
    "^",
    "a",
    "b",
    "rc",
    "alpha",
    "beta",
    "pre",
    "post",
    "dev",
    "p",
    "r",
    "-r",
    "_p",
    "_rc",
    "_git",
    "~rc",
    "+b",
    "v",
    "A",
    "RC",
    "SNAPSHOT",
    "final",
    "sp",
    "ga",
    " ",
    "é",
    "ſ",
    "٣",
    "/"
  };

  private VersionTexts() {}

  /// Up to eight parts in any order.
  static String hostile(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "1." : "");
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  /// A Debian version that is valid.
  static String deb(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(4) == 0) {
      text.append(random.nextInt(3)).append(':');
    }
    text.append(random.nextInt(3));
    String[] parts = {"0", "1", "10", "01", "a", "b", "Z", ".", ".", "+", "~", "rc", "-"};
    run(random, text, parts, 6);
    if (random.nextBoolean()) {
      text.append('-').append(random.nextInt(3));
      run(random, text, new String[] {"0", "1", "10", "~", "+deb11u", ".", "ubuntu", "a"}, 3);
    }
    String version = text.toString();
    return version.endsWith("-") ? version + "1" : version;
  }

  private static void run(Random random, StringBuilder text, String[] parts, int most) {
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
  }
}

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

  /// An rpm version; none holds white space.
  static String rpm(Random random) {
    StringBuilder text = new StringBuilder(any(random, "", "", "", "0:", "1:", "2:", ":"));
    String[] parts = {"0", "1", "10", "01", "a", "Z", "rc", ".", ".", ".", "_", "+", "~", "^", "é"};
    text.append(random.nextInt(3));
    run(random, text, parts, 6);
    if (random.nextBoolean()) {
      text.append('-').append(random.nextInt(3));
      run(random, text, new String[] {"0", "1", "10", "~", "^", ".el8", "_6", "-", ".fc35"}, 3);
    }
    return text.toString();
  }

  private static void run(Random random, StringBuilder text, String[] parts, int most) {
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
  }

  /// A Python version in some spelling; some are none.
  static String pep440(Random random) {
    StringBuilder text = new StringBuilder(any(random, "", "", "v", "1!", " "));
    text.append(any(random, "0", "1", "01", "10"));
    run(random, text, new String[] {".0", ".1", ".10", ".00"}, 3);
    run(random, text, new String[] {"a", "-b1", ".RC.2", "_preview", "c10", "alpha-"}, 1);
    run(random, text, new String[] {"-1", ".post2", "rev", "_R_10", ".x"}, 1);
    run(random, text, new String[] {".dev0", "dev", "-DEV-10"}, 1);
    run(random, text, new String[] {"+1", "+a.1", "+A-01", "+ubuntu_2", "+"}, 1);
    return text.toString();
  }

  /// A semantic version, strict, loose or none.
  static String semver(Random random) {
    StringBuilder text = new StringBuilder(any(random, "", "", "", "v", "= "));
    text.append(any(random, "0", "1", "10", "01")).append('.').append(random.nextInt(12));
    text.append('.').append(any(random, "0", "1", "2", "9"));
    run(random, text, new String[] {"-1", "-a", "-rc.1", "-rc.10", "-A.b", "beta", "--", "-01"}, 1);
    run(random, text, new String[] {".1", ".a", "-x", ".x-1"}, text.indexOf("-") > 0 ? 2 : 0);
    run(random, text, new String[] {"+b", "+1.a-b", "+"}, 1);
    return text.toString();
  }

  private static String any(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

package dev.assay.cli.sign;

import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A registry's password on standard input.
final class PasswordInput {
  private static final int MAX_BYTES = 1 << 16;

  private PasswordInput() {}

  static String read(SignCall call) {
    try {
      String text = new String(call.input(MAX_BYTES), StandardCharsets.UTF_8);
      String password = text.replaceFirst("\r?\n$", "");
      if (password.isEmpty()) {
        throw new UsageFailure("cannot read a password from standard input: it is empty");
      }
      return password;
    } catch (IOException e) {
      throw new UsageFailure("cannot read a password from standard input: " + e.getMessage());
    }
  }
}

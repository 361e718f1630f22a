package dev.assay.cli;

import dev.assay.model.Progress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/// One line on standard error that says how far the work is, on a terminal only, and the lines that
/// a user should see in any case. Whether standard error is a terminal is said by the launcher
/// (`ASSAY_STDERR_TTY`, from `test -t 2`), since the JDK can tell for standard input and output
/// alone; without the launcher, Linux says where descriptor 2 leads.
final class TerminalProgress implements Progress, AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private final Loudness loudness;
  private final LongSupplier nanoTime;
  private final int columns;
  private final Runnable clear = this::clear;
  private final Map<String, long[]> running = new LinkedHashMap<>();
  private long lastDrawn;
  private boolean isDrawn;

  /// What is shown.
  record Loudness(boolean progress, boolean warnings, boolean debug) {}

  TerminalProgress(Console console, Loudness loudness, LongSupplier nanoTime) {
    this.console = console;
    this.loudness = loudness;
    this.nanoTime = nanoTime;
    this.columns = Terminal.columns(console.environment()).orElse(80);
    this.lastDrawn = nanoTime.getAsLong() - REDRAW_NANOS;
    console.cleanup().add(clear);
  }

  @Override
  public synchronized void step(String what, long done, long total) {
    if (!loudness.progress) {
      return;
    }
    if (total > 0 && done >= total) {
      running.remove(what);
    } else {
      running.put(what, new long[] {done, total});
    }
    long now = nanoTime.getAsLong();
    if (now - lastDrawn >= REDRAW_NANOS) {
      lastDrawn = now;
      draw();
    }
  }

  private void draw() {
    StringJoiner line = new StringJoiner(" · ");
    running.forEach(
        (what, state) -> line.add(Console.printable(what) + amount(state[0], state[1])));
    String text = line.toString().replace('\n', ' ').replace('\t', ' ');
    int most = Math.max(0, columns - 1);
    // Surrogate pairs are not split: half of one would be printed as a question mark.
    int end = Math.min(most, text.length());
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    console.err().print(CLEAR_LINE + text.substring(0, end));
    console.err().flush();
    isDrawn = true;
  }

  private static String amount(long done, long total) {
    if (total > 0) {
      return " "
          + Math.min(99, done * 100 / total)
          + "%"
          + (total >= 1000 ? " of " + size(total) : "");
    }
    return done > 0 ? " " + size(done) : "";
  }

  /// A number of bytes for people, in powers of 1000.
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < 3) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.1f %cB" : "%.0f %cB", value, "kMGT".charAt(unit));
  }

  @Override
  public synchronized void warn(String message) {
    if (loudness.warnings) {
      clear();
      console.say("warning", message);
    }
  }

  @Override
  public synchronized void debug(String message) {
    if (loudness.debug) {
      clear();
      console.say("debug", message);
    }
  }

  private synchronized void clear() {
    if (isDrawn) {
      console.err().print(CLEAR_LINE);
      console.err().flush();
      isDrawn = false;
    }
  }

  @Override
  public synchronized void close() {
    running.clear();
    clear();
    console.cleanup().remove(clear);
  }
}

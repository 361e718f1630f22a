package dev.assay.advisory.feed;

import dev.assay.model.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Words and dates as publishers write them.
public final class Words {
  private static final Instant OLDEST = Instant.parse("1970-01-02T00:00:00Z");
  private static final Instant YOUNGEST = Instant.parse("2200-01-01T00:00:00Z");

  private static final Pattern ADDRESS = Pattern.compile("(https?|ftp)://[^\\s\\p{Cntrl}]+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private Words() {}

  /// How bad a publisher's word is; `UNKNOWN` where it says nothing.
  public static Severity severity(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "negligible", "low", "minor", "unimportant" -> Severity.LOW;
      case "medium", "moderate" -> Severity.MEDIUM;
      case "high", "important", "major" -> Severity.HIGH;
      case "critical", "urgent" -> Severity.CRITICAL;
      default -> Severity.UNKNOWN;
    };
  }

  /// A date or time of RFC 3339 form, with or without zone (UTC); empty where it is none or stands
  /// for none, such as the year 1. Nothing is younger than a second.
  public static Optional<Instant> time(String text) {
    try {
      Instant time = instant(text);
      return time.isBefore(OLDEST) || time.isAfter(YOUNGEST)
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(time.getEpochSecond()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean hasZone =
        text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
    return hasZone
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  public static boolean isCve(String id) {
    return id.startsWith("CVE-");
  }

  /// Addresses that a reader can follow, in their order, without doubles.
  public static List<String> addresses(Collection<String> texts) {
    return texts.stream()
        .filter(text -> text.length() < 2_000 && ADDRESS.matcher(text).matches())
        .distinct()
        .limit(200)
        .toList();
  }

  /// A text on one line, at most 1,000 characters of it.
  public static String line(String text) {
    String line = BLANKS.matcher(text).replaceAll(" ").strip();
    return line.length() <= 1_000 ? line : line.substring(0, 1_000);
  }

  /// A text as a message quotes it.
  public static String shown(String text) {
    String line = line(text);
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }
}

package dev.assay.sign.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The part of a certificate that is signed.
///
/// Source: RFC 5280 section 4.1.2
///
/// @param algorithm how the issuer says that it signs
/// @param extensions by object identifier
record CertificateBody(
    Octets encoded,
    BigInteger serial,
    Octets algorithm,
    Octets issuer,
    Instant notBefore,
    Instant notAfter,
    Octets subject,
    Octets spki,
    Map<String, Extension> extensions) {
  private static final int UTC_TIME = 0x17;
  private static final int THIRD_VERSION = 2;

  /// @param value what stands in its OCTET STRING
  record Extension(boolean isCritical, Octets value) {}

  CertificateBody {
    extensions = Map.copyOf(extensions);
  }

  static CertificateBody read(Der body) {
    List<Der> parts = body.as(Der.SEQUENCE).items();
    int version = 0;
    if (!parts.isEmpty() && parts.getFirst().tag() == 0xa0) {
      version = version(parts.removeFirst());
    }
    if (parts.size() < 6) {
      throw Certificate.broken("it ends early");
    }
    List<Der> validity = parts.get(3).as(Der.SEQUENCE).items();
    if (validity.size() != 2) {
      throw Certificate.broken("its validity is none");
    }
    Der issuer = parts.get(2).as(Der.SEQUENCE);
    if (issuer.items().isEmpty()) {
      throw Certificate.broken("nobody issued it");
    }
    return new CertificateBody(
        Octets.of(body.encoded()),
        parts.get(0).integer(),
        Octets.of(parts.get(1).encoded()),
        Octets.of(issuer.encoded()),
        time(validity.getFirst()),
        time(validity.getLast()),
        Octets.of(parts.get(4).as(Der.SEQUENCE).encoded()),
        Octets.of(parts.get(5).as(Der.SEQUENCE).encoded()),
        extensions(parts.subList(6, parts.size()), version));
  }

  private static int version(Der explicit) {
    BigInteger version = explicit.items().size() == 1 ? explicit.item(0).integer() : BigInteger.TEN;
    if (version.signum() < 0 || version.compareTo(BigInteger.valueOf(THIRD_VERSION)) > 0) {
      throw Certificate.broken("its version is unknown");
    }
    return version.intValue();
  }

  /// What follows the key: numbers that nobody has used since 1999, and extensions.
  private static Map<String, Extension> extensions(List<Der> parts, int version) {
    Map<String, Extension> extensions = new HashMap<>();
    int last = 0;
    for (Der part : parts) {
      int number = part.tag() & 0x1f;
      boolean isId = (part.tag() == 0x81 || part.tag() == 0x82) && version > 0;
      boolean isList = part.tag() == 0xa3 && version == THIRD_VERSION;
      if (number <= last || !(isId || isList)) {
        throw Certificate.broken("there is something in it that no certificate has");
      }
      last = number;
      if (isList) {
        if (part.items().size() != 1) {
          throw Certificate.broken("its extensions are no list");
        }
        part.item(0).as(Der.SEQUENCE).items().forEach(item -> add(extensions, item));
      }
    }
    return extensions;
  }

  private static void add(Map<String, Extension> extensions, Der item) {
    List<Der> parts = item.as(Der.SEQUENCE).items();
    if (parts.size() != 2 && parts.size() != 3) {
      throw Certificate.broken("an extension is none");
    }
    String oid = parts.getFirst().oid();
    boolean isCritical = parts.size() == 3 && parts.get(1).truth();
    Octets value = Octets.of(parts.getLast().as(Der.OCTET_STRING).content());
    if (extensions.put(oid, new Extension(isCritical, value)) != null) {
      throw Certificate.broken("extension " + oid + " is there twice");
    }
  }

  /// `YYMMDDhhmmssZ`, or with four digits of the year.
  private static Instant time(Der time) {
    String text = new String(time.content(), StandardCharsets.US_ASCII);
    int year = time.tag() == UTC_TIME ? 2 : 4;
    boolean isTime =
        (time.tag() == UTC_TIME || time.tag() == Der.GENERALIZED_TIME)
            && text.length() == year + 11
            && text.endsWith("Z")
            && text.chars().limit(year + 10).allMatch(c -> c >= '0' && c <= '9');
    if (!isTime) {
      throw Certificate.broken("a time in it is none");
    }
    try {
      return LocalDateTime.of(
              year(text.substring(0, year)),
              two(text, year),
              two(text, year + 2),
              two(text, year + 4),
              two(text, year + 6),
              two(text, year + 8))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Certificate.broken("a time in it is none");
    }
  }

  /// Of two digits, 50 is 1950, and 49 is 2049.
  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    return year < 50 ? 2000 + year : 1900 + year;
  }

  private static int two(String text, int at) {
    return Integer.parseInt(text, at, at + 2, 10);
  }
}

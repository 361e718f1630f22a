package dev.assay.sign.check;

import dev.assay.sign.bundle.Statement;
import dev.assay.sign.cert.SigningCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A signature that holds.
///
/// @param certificate of whoever signed; none for a key
/// @param times when it was signed, each vouched for by a log or an authority
/// @param logged how many entries of transparency logs were checked
/// @param statement what was signed; none for bare bytes
/// @param subject which artifact of the statement it was
public record Verified(
    Optional<SigningCertificate> certificate,
    List<Instant> times,
    int logged,
    Optional<Statement> statement,
    Optional<Statement.Subject> subject) {
  public Verified {
    times = List.copyOf(times);
  }
}

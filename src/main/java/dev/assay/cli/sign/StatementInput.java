package dev.assay.cli.sign;

import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.verdict.Refused;
import dev.assay.sign.write.Statements;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The statement that is to be attested: made of a predicate, or given whole.
final class StatementInput {
  private static final int MAX_BYTES = 24 << 20;

  private StatementInput() {}

  /// @throws InputFailure where a whole statement is none, or about something else
  static byte[] read(Settings settings, Statements.Subject subject) {
    if (!settings.isSet(SignFlags.STATEMENT)) {
      return Statements.attestation(
          subject,
          settings.text(VerifyFlags.TYPE).orElse("custom"),
          SignCommand.predicate(settings),
          SignCommand.now());
    }
    byte[] statement = FileBytes.read(SignCommand.path(settings, SignFlags.STATEMENT), MAX_BYTES);
    Octets digest = Octets.of(HexFormat.of().parseHex(subject.digest().hex()));
    try {
      Statement.read(new Envelope(Octets.of(statement), Envelope.IN_TOTO, List.of()))
          .about(hash ->
              hash.plain().equals(subject.digest().algorithm())
                  ? Optional.of(digest)
                  : Optional.empty());
    } catch (Refused e) {
      throw new InputFailure("cannot attest the statement: " + e.detail());
    }
    return statement;
  }

  static String predicateType(byte[] statement) {
    return ExactKeys.parse(statement, "statement").text("predicateType");
  }
}

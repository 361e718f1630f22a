package dev.assay.cli.sign;

import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.Printable;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.ImageRef;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.cert.SigningCertificate;
import dev.assay.sign.image.Accepted;
import dev.assay.sign.image.ImageVerdict;
import dev.assay.sign.image.Rejected;
import dev.assay.sign.policy.Rule;
import dev.assay.sign.verdict.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Says what holds and what does not: cosign's JSON on standard output, words on standard error.
/// Only what was checked is said to have been.
final class VerdictText {
  private static final int MAX_NAME = 300;

  private final SignCall call;
  private final boolean isAttestation;
  private final List<Rule> rules;

  VerdictText(SignCall call, boolean isAttestation, List<Rule> rules) {
    this.call = call;
    this.isAttestation = isAttestation;
    this.rules = rules;
  }

  void rejected(String name, ImageVerdict verdict) {
    for (Rejected rejected : verdict.rejected()) {
      call.say(
          "rejected: "
              + Printable.of(rejected.place(), MAX_NAME)
              + " of "
              + name
              + ": "
              + rejected.reason().code()
              + ": "
              + Printable.of(rejected.detail(), 600));
    }
  }

  /// @return how many satisfy the policy too
  int accepted(String name, ImageVerdict verdict) throws IOException {
    List<Accepted> held = new ArrayList<>();
    for (Accepted accepted : counted(verdict)) {
      if (satisfies(name, accepted)) {
        held.add(accepted);
      }
    }
    for (Accepted accepted : held) {
      call.say(
          "holds: "
              + accepted.place()
              + " of "
              + name
              + " ("
              + verdict.image()
              + ")"
              + words(accepted));
    }
    if (held.isEmpty()) {
      return 0;
    }
    boolean isText = call.settings().text(VerifyFlags.OUTPUT).orElse("").equals("text");
    if (isText && !isAttestation) {
      StringBuilder lines = new StringBuilder();
      held.forEach(accepted ->
          lines.append(verdict.image()).append(' ').append(accepted.place()).append('\n'));
      call.print(lines.toString());
    } else if (isAttestation) {
      StringBuilder lines = new StringBuilder();
      held.forEach(accepted -> lines.append(envelope(accepted)).append('\n'));
      call.print(lines.toString());
    } else {
      call.print(signatures(name, verdict, held));
    }
    return held.size();
  }

  /// An older scan may be good where the newest is not. What says no time is no scan.
  private List<Accepted> counted(ImageVerdict verdict) {
    if (!call.settings().isOn(VerifyFlags.NEWEST)) {
      return verdict.accepted();
    }
    return verdict.accepted().stream()
        .filter(accepted -> !scanned(accepted).equals(Instant.MIN))
        .max(Comparator.comparing(VerdictText::scanned))
        .stream()
        .toList();
  }

  /// When a scan ended, as whoever signed it says.
  private static Instant scanned(Accepted accepted) {
    String text =
        accepted
            .verified()
            .statement()
            .map(statement -> statement.predicate().at("metadata").text("scanFinishedOn"))
            .orElse("");
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }

  private boolean satisfies(String name, Accepted accepted) {
    if (rules.isEmpty() || !(accepted.bundle().content() instanceof Envelope envelope)) {
      return true;
    }
    Json statement = Json.parse(envelope.payload().bytes(), "statement");
    for (Rule rule : rules) {
      String problem = rule.problem(statement);
      if (!problem.isEmpty()) {
        call.say(
            "rejected: "
                + accepted.place()
                + " of "
                + name
                + ": policy: `"
                + rule.text().strip()
                + "`: "
                + Printable.of(problem, MAX_NAME));
        return false;
      }
    }
    return true;
  }

  private static String words(Accepted accepted) {
    StringBuilder words = new StringBuilder();
    accepted
        .verified()
        .certificate()
        .ifPresent(certificate ->
            words.append(", signed by ").append(Printable.of(identity(certificate), MAX_NAME)));
    words.append(
        accepted.verified().logged() > 0
            ? ", in a transparency log"
            : ", transparency log not asked");
    if (!accepted.verified().times().isEmpty()) {
      words.append(", ").append(accepted.verified().times().getFirst());
    }
    return words.toString();
  }

  private static String identity(SigningCertificate certificate) {
    try {
      return String.join(", ", certificate.identities()) + " (" + certificate.issuer() + ")";
    } catch (Refused e) {
      return e.detail();
    }
  }

  private static String signatures(String name, ImageVerdict verdict, List<Accepted> held) {
    byte[] json =
        JsonOutput.compact(
            out -> out.array(() -> held.forEach(one -> signature(out, name, verdict, one))));
    return "\n" + new String(json, StandardCharsets.UTF_8) + "\n";
  }

  private static void signature(
      JsonOutput out, String name, ImageVerdict verdict, Accepted accepted) {
    out.object(() -> {
      out.object(
          "critical",
          () -> {
            out.object(
                "identity",
                () ->
                    out.putAny(
                        "docker-reference",
                        accepted.repository().isEmpty() ? reference(name) : accepted.repository()));
            out.object(
                "image", () -> out.putAny("docker-manifest-digest", verdict.image().toString()));
            out.putAny(
                "type",
                accepted
                    .verified()
                    .statement()
                    .map(Statement::predicateType)
                    .orElse("cosign container image signature"));
          });
      out.object(
          "optional",
          () -> {
            accepted.annotations().forEach(out::put);
            accepted.verified().certificate().ifPresent(certificate -> claims(out, certificate));
          });
    });
  }

  private static void claims(JsonOutput out, SigningCertificate certificate) {
    try {
      out.putAny("Issuer", certificate.issuer());
      out.putAny("Subject", String.join(",", certificate.identities()));
      out.putAny("githubWorkflowTrigger", certificate.claim(2));
      out.putAny("githubWorkflowSha", certificate.claim(3));
      out.putAny("githubWorkflowName", certificate.claim(4));
      out.putAny("githubWorkflowRepository", certificate.claim(5));
      out.putAny("githubWorkflowRef", certificate.claim(6));
    } catch (Refused e) {
      throw new IllegalStateException("a certificate that was read cannot be read", e);
    }
  }

  private static String reference(String name) {
    return ImageRef.parsePlace(name).toString();
  }

  private static String envelope(Accepted accepted) {
    if (!(accepted.bundle().content() instanceof Envelope envelope)) {
      throw new IllegalStateException("an attestation without an envelope");
    }
    byte[] json =
        JsonOutput.compact(out ->
            out.object(() -> {
              out.putAny("payload", envelope.payload().base64());
              out.putAny("payloadType", envelope.payloadType());
              out.array(
                  "signatures",
                  () ->
                      envelope
                          .signatures()
                          .forEach(signature ->
                              out.object(() -> out.putAny("sig", signature.base64()))));
            }));
    return new String(json, StandardCharsets.UTF_8);
  }
}

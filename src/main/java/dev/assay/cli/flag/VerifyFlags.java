package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import java.util.List;

/// Flags of the commands that verify. Names and meanings are cosign's.
public final class VerifyFlags {
  public static final Flag KEY =
      text("key", "KEY", "public key: a file, env://VARIABLE or awskms:///KEY");
  public static final Flag IDENTITY =
      text("certificate-identity", "TEXT", "who must have signed: an address or URI");
  public static final Flag IDENTITY_REGEXP =
      text("certificate-identity-regexp", "REGEXP", "the same as an expression in Go's syntax");
  public static final Flag ISSUER =
      text("certificate-oidc-issuer", "URL", "who must have vouched for that identity");
  public static final Flag ISSUER_REGEXP =
      text("certificate-oidc-issuer-regexp", "REGEXP", "the same as an expression");
  public static final Flag WORKFLOW_TRIGGER =
      text("certificate-github-workflow-trigger", "TEXT", "what must have started the workflow");
  public static final Flag WORKFLOW_SHA =
      text("certificate-github-workflow-sha", "SHA", "the commit it must have run on");
  public static final Flag WORKFLOW_NAME =
      text("certificate-github-workflow-name", "TEXT", "the workflow's name");
  public static final Flag WORKFLOW_REPOSITORY =
      text("certificate-github-workflow-repository", "NAME", "its repository");
  public static final Flag WORKFLOW_REF =
      text("certificate-github-workflow-ref", "REF", "its branch or tag");
  public static final Flag TRUSTED_ROOT =
      text("trusted-root", "FILE", "whom to trust, instead of Sigstore's public instance");
  public static final Flag BUNDLE = text("bundle", "FILE", "the signature, as a Sigstore bundle");
  public static final Flag IGNORE_TLOG =
      own(Flag.toggle("insecure-ignore-tlog", "accept what is in no transparency log"))
          .alias("private-infrastructure");
  public static final Flag IGNORE_SCT =
      own(Flag.toggle("insecure-ignore-sct", "accept certificates that no log has seen"));
  public static final Flag OFFLINE =
      own(Flag.toggle("offline", "no network but for the image itself; so it always is"));

  public static final Flag ANNOTATIONS =
      own(
          Flag.of(Kind.REPEATED, "annotations", "KEY=VALUE", "what must have been signed along")
              .letter("a"));
  public static final Flag OUTPUT =
      own(Flag.of(Kind.TEXT, "output", "FORMAT", "json or text, on standard output"))
          .letter("o")
          .words(List.of("json", "text"))
          .orElse("json");
  public static final Flag LOCAL_IMAGE =
      own(Flag.toggle("local-image", "the operands are OCI layouts: DIR, DIR:TAG, DIR@DIGEST"));
  public static final Flag REQUIRE =
      own(Flag.of(Kind.NUMBER, "require-signatures", "N", "how many different ones must hold"))
          .orElse("1");
  public static final Flag CHECK_REPOSITORY =
      own(
          Flag.toggle(
              "check-repository", "refuse signatures that name another repository than REF's"));
  public static final Flag ACCEPT_ATTESTATIONS =
      own(
          Flag.toggle(
              "allow-attestation-as-signature", "as cosign does: any statement signs the image"));
  public static final Flag TYPE =
      own(text(
              "type",
              "TYPE",
              "custom, spdx, spdxjson, cyclonedx, vuln, openvex, link, slsaprovenance,"
                  + " slsaprovenance1, or a URI"))
          .orElse("custom");
  public static final Flag POLICY =
      own(Flag.of(Kind.REPEATED, "policy", "CEL", "a rule, or a file with one, over `predicate`"));
  public static final Flag NEWEST =
      own(Flag.toggle("newest", "of the scans that hold, only the newest counts"));
  public static final Flag SIGNATURE =
      text("signature", "FILE|TEXT", "the signature alone, base64");
  public static final Flag CERTIFICATE =
      text("certificate", "FILE", "the certificate that belongs to it (PEM)");
  public static final Flag RFC3161 =
      text("rfc3161-timestamp", "FILE", "the timestamp that belongs to it");
  public static final Flag SIGNED_TIMESTAMPS =
      own(Flag.toggle("use-signed-timestamps", "timestamps count whenever there are any"));
  public static final Flag ALLOW_INSECURE =
      own(Flag.toggle("allow-insecure-registry", "any TLS certificate, and plain http"))
          .alias("allow-http-registry");
  public static final Flag NEW_BUNDLE_FORMAT =
      own(Flag.toggle("new-bundle-format", "both formats are read always")).orElse("true");
  public static final Flag CHECK_CLAIMS =
      own(Flag.toggle("check-claims", "cosign's; cannot be switched off")).orElse("true");
  public static final Flag USERNAME = RegistryFlags.USERNAME.alias("registry-username");
  public static final Flag PASSWORD = RegistryFlags.PASSWORD.alias("registry-password");

  public static final FlagGroup REGISTRY =
      new FlagGroup(
          "Registry",
          List.of(
              USERNAME,
              PASSWORD,
              RegistryFlags.PASSWORD_STDIN,
              RegistryFlags.REGISTRY_TOKEN,
              ALLOW_INSECURE));
  public static final FlagGroup WHAT =
      new FlagGroup(
          "What holds",
          List.of(
              ANNOTATIONS, REQUIRE, CHECK_REPOSITORY, ACCEPT_ATTESTATIONS, LOCAL_IMAGE, OUTPUT));
  public static final FlagGroup STATEMENTS =
      new FlagGroup(
          "What holds",
          List.of(TYPE, POLICY, NEWEST, REQUIRE, CHECK_REPOSITORY, LOCAL_IMAGE, OUTPUT));
  public static final FlagGroup BLOB =
      new FlagGroup("Signature", List.of(BUNDLE, SIGNATURE, CERTIFICATE, RFC3161));

  /// Accepted: they say what is done anyway.
  public static final List<Flag> MOOT = List.of(NEW_BUNDLE_FORMAT, SIGNED_TIMESTAMPS, CHECK_CLAIMS);

  public static final FlagGroup WHO =
      new FlagGroup(
          "Who signed",
          List.of(
              KEY,
              IDENTITY,
              IDENTITY_REGEXP,
              ISSUER,
              ISSUER_REGEXP,
              WORKFLOW_TRIGGER,
              WORKFLOW_SHA,
              WORKFLOW_NAME,
              WORKFLOW_REPOSITORY,
              WORKFLOW_REF));
  public static final FlagGroup TRUST =
      new FlagGroup("Trust", List.of(TRUSTED_ROOT, IGNORE_TLOG, IGNORE_SCT, OFFLINE));

  private VerifyFlags() {}

  private static Flag text(String name, String label, String text) {
    return own(Flag.of(Kind.TEXT, name, label, text));
  }

  private static Flag own(Flag flag) {
    return flag.from(Origin.ASSAY);
  }
}

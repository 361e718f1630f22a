package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import java.util.List;

/// Flags of the commands that verify. Names and meanings are cosign's.
public final class VerifyFlags {
  public static final Flag KEY =
      text("key", "KEY", "public key: a file, env://VARIABLE or awskms://…");
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
      own(Flag.toggle("offline", "no network but for the image itself"));

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

package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import java.util.List;

/// Flags of logging in to sign. Names and meanings are cosign's.
public final class LoginFlags {
  public static final Flag ISSUER =
      text("oidc-issuer", "URL", "where to log in, instead of Sigstore's own issuer");
  public static final Flag CLIENT =
      text("oidc-client-id", "ID", "what this program is called there").orElse("sigstore");
  public static final Flag SECRET_FILE =
      text("oidc-client-secret-file", "FILE", "the client's secret, where it has one");
  public static final Flag REDIRECT =
      text("oidc-redirect-url", "URL", "where the browser comes back to, on this machine");
  public static final Flag NO_AMBIENT =
      Flag.toggle("oidc-disable-ambient-providers", "log in, even in a job that has an identity")
          .from(Origin.ASSAY);
  public static final Flag FLOW =
      text("fulcio-auth-flow", "FLOW", "normal (browser), device (a code) or token (no login)");

  public static final FlagGroup GROUP =
      new FlagGroup("Login", List.of(ISSUER, CLIENT, SECRET_FILE, REDIRECT, NO_AMBIENT, FLOW));

  private LoginFlags() {}

  private static Flag text(String name, String label, String text) {
    return Flag.of(Kind.TEXT, name, label, text).from(Origin.ASSAY);
  }
}

package dev.assay.net;

import dev.assay.failure.RemoteFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// Why no bytes came, in words for people.
///
/// @param problem a clause
/// @param hint what to do about it, or empty
public record NetworkProblem(String problem, String hint) {
  /// Reads the JDK's exception.
  public static NetworkProblem of(IOException e) {
    String text = text(e);
    return switch (e) {
      case UnknownHostException unknown ->
          new NetworkProblem("no such host", "check the name and the network");
      case ConnectException refused ->
          new NetworkProblem(
              text.contains("timed out")
                  ? "the connection timed out"
                  : "the connection was refused",
              "check that it runs and that host and port are right");
      case NoRouteToHostException unreachable ->
          new NetworkProblem("no route to the host", "check the network");
      case SocketTimeoutException late -> new NetworkProblem("no answer in time", "");
      case SSLException tls -> ofTls(tls, text);
      case EOFException early -> new NetworkProblem(text, "");
      default -> {
        boolean late = e.getClass().getName().equals("java.net.http.HttpTimeoutException");
        yield new NetworkProblem(late ? "no answer in time" : text, hint(text));
      }
    };
  }

  private static String hint(String text) {
    return text.contains("407") ? "the proxy wants a login: http://user:password@host:port" : "";
  }

  private static NetworkProblem ofTls(SSLException e, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to find valid certification path")) {
      return new NetworkProblem(
          "its certificate is signed by an unknown authority",
          "give the authority's certificate with --cacert, or use --insecure");
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return new NetworkProblem(
            "its certificate cannot be trusted: " + text(cause),
            "give the authority's certificate with --cacert, or use --insecure");
      }
    }
    if (lower.contains("plaintext connection") || lower.contains("unsupported or unrecognized")) {
      return new NetworkProblem("it does not speak TLS", "for plain http use --insecure");
    }
    return new NetworkProblem("TLS failed: " + text, "");
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }

  /// The failure to tell the user.
  ///
  /// @param action what was tried: `read manifest of IMAGE`
  public RemoteFailure failure(String action) {
    return new RemoteFailure("cannot " + action + ": " + problem, hint);
  }
}

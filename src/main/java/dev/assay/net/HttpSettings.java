package dev.assay.net;

import dev.assay.model.Progress;
import java.util.Map;

/// How to reach other machines.
///
/// @param userAgent `assay/VERSION`
/// @param proxies which proxy for whom
/// @param tls whom to trust
/// @param connectMillis for a connection
/// @param readMillis between two bytes
/// @param retry how often and how fast again
/// @param deadline when all must be over
/// @param progress for lines of `--debug`
/// @param time the clock
public record HttpSettings(
    String userAgent,
    Proxies proxies,
    Tls tls,
    int connectMillis,
    int readMillis,
    Retry retry,
    Deadline deadline,
    Progress progress,
    Time time) {
  /// What holds where nobody says otherwise: the environment's proxies and authorities, 15 s to
  /// connect, 60 s between two bytes.
  public static HttpSettings standard(String userAgent, Map<String, String> environment) {
    return new HttpSettings(
        userAgent,
        Proxies.of(environment),
        Tls.of(environment, java.util.List.of(), java.util.Set.of()),
        15_000,
        60_000,
        Retry.STANDARD,
        Deadline.NONE,
        Progress.SILENT,
        Time.SYSTEM);
  }

  public HttpSettings withTls(Tls value) {
    return new HttpSettings(
        userAgent, proxies, value, connectMillis, readMillis, retry, deadline, progress, time);
  }

  public HttpSettings withDeadline(Deadline value) {
    return new HttpSettings(
        userAgent, proxies, tls, connectMillis, readMillis, retry, value, progress, time);
  }

  public HttpSettings withProgress(Progress value) {
    return new HttpSettings(
        userAgent, proxies, tls, connectMillis, readMillis, retry, deadline, value, time);
  }

  public HttpSettings withProxies(Proxies value) {
    return new HttpSettings(
        userAgent, value, tls, connectMillis, readMillis, retry, deadline, progress, time);
  }

  /// Another way to retry, and the clock it waits by.
  public HttpSettings withRetry(Retry value, Time clock) {
    return new HttpSettings(
        userAgent, proxies, tls, connectMillis, readMillis, value, deadline, progress, clock);
  }

  public HttpSettings withTimeouts(int newConnectMillis, int newReadMillis) {
    return new HttpSettings(
        userAgent, proxies, tls, newConnectMillis, newReadMillis, retry, deadline, progress, time);
  }
}

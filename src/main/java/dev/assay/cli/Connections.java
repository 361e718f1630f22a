package dev.assay.cli;

import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.Version;
import dev.assay.net.Deadline;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Time;
import dev.assay.net.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The network as the flags of a command that is no scan describe it.
final class Connections {
  private Connections() {}

  /// A client that `--timeout` ends.
  ///
  /// @param hosts those that `--insecure` holds for
  static Http open(List<String> hosts, Invocation call) {
    return open(hosts, Optional.of(call.settings().duration(GlobalFlags.TIMEOUT)), call);
  }

  /// A client that `--timeout` ends and that asks some hosts without checks, where a flag of the
  /// command's own says so.
  static Http open(List<String> hosts, boolean isInsecure, Invocation call) {
    Optional<Duration> limit = Optional.of(call.settings().duration(GlobalFlags.TIMEOUT));
    return open(isInsecure ? hosts : List.of(), isInsecure, limit, call);
  }

  /// A client.
  ///
  /// @param hosts those that `--insecure` holds for
  /// @param limit for all of its work
  static Http open(List<String> hosts, Optional<Duration> limit, Invocation call) {
    return open(hosts, call.settings().isOn(GlobalFlags.INSECURE), limit, call);
  }

  private static Http open(
      List<String> hosts, boolean isInsecure, Optional<Duration> limit, Invocation call) {
    Settings settings = call.settings();
    Tls tls =
        Tls.of(
            settings.environment(),
            settings.text(GlobalFlags.CACERT).stream()
                .map(file -> Paths.of(file, settings.place(GlobalFlags.CACERT)))
                .toList(),
            isInsecure ? Set.copyOf(hosts) : Set.of());
    return new Http(
        HttpSettings.standard("assay/" + Version.number(), settings.environment())
            .withTls(tls)
            .withDeadline(
                limit.map(time -> Deadline.after(time, Time.SYSTEM)).orElse(Deadline.NONE))
            .withProgress(call.progress()));
  }
}

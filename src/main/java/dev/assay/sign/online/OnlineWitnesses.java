package dev.assay.sign.online;

import dev.assay.net.Http;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.trust.SigningConfig;
import dev.assay.sign.write.Witnesses;
import java.net.URI;
import java.util.List;

/// Logs and timestamp authorities that are asked over the network.
public final class OnlineWitnesses implements Witnesses {
  private final Http http;
  private final List<SigningConfig.Service> logs;
  private final List<URI> timestampers;

  public OnlineWitnesses(Http http, List<SigningConfig.Service> logs, List<URI> timestampers) {
    this.http = http;
    this.logs = List.copyOf(logs);
    this.timestampers = List.copyOf(timestampers);
  }

  @Override
  public List<LogEntry> log(Logged what) {
    return logs.stream()
        .map(log -> new LogClient(http, log.url(), log.version()).log(what))
        .toList();
  }

  @Override
  public List<Octets> stamp(Octets signature) {
    return timestampers.stream()
        .map(url -> new TimestampClient(http, url).stamp(signature))
        .toList();
  }
}

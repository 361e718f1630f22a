package dev.assay.net;

import dev.assay.model.Receipt;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Every request that was sent, in order, with what came back. Safe for several threads.
public final class RequestLog {
  private final List<Entry> entries = new ArrayList<>();

  /// One request under way; its counter grows while the body is read.
  static final class Entry {
    private final RequestLog log;
    private final String purpose;
    private final String url;
    private int status;
    private long bytes;

    private Entry(RequestLog log, String purpose, String url) {
      this.log = log;
      this.purpose = purpose;
      this.url = url;
    }

    void answered(int newStatus) {
      synchronized (log) {
        status = newStatus;
      }
    }

    void received(long count) {
      synchronized (log) {
        bytes += count;
      }
    }
  }

  Entry start(String purpose, URI uri) {
    return start(purpose, Hosts.withoutSecrets(uri));
  }

  /// @param url without secrets
  Entry start(String purpose, String url) {
    Entry entry = new Entry(this, purpose, url);
    synchronized (this) {
      entries.add(entry);
    }
    return entry;
  }

  /// What was asked so far; status 0 where no answer came.
  public synchronized List<Receipt.Request> requests() {
    return entries.stream()
        .map(e -> new Receipt.Request(e.purpose, e.url, e.status, e.bytes))
        .toList();
  }

  /// Bytes received in bodies so far.
  public synchronized long bytesMoved() {
    return entries.stream().mapToLong(e -> e.bytes).sum();
  }
}

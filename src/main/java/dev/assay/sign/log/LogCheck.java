package dev.assay.sign.log;

import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.trust.TrustedLog;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Checks entries of transparency logs: that a log we trust has them, and that they are about what
/// the bundle signs.
public final class LogCheck {
  private final TrustedRoot root;
  private final Instant now;

  /// @param now entries from later are refused
  public LogCheck(TrustedRoot root, Instant now) {
    this.root = root;
    this.now = now;
  }

  /// Checks an entry in every respect but the log's time, which `inTime` checks when the time is
  /// known.
  ///
  /// @return when the log says it took the entry, where it has signed that
  /// @throws Refused where anything is wrong with it
  public Optional<Instant> check(LogEntry entry, Signed signed) throws Refused {
    List<TrustedLog> logs = logs(entry);
    EntryBody.check(entry, signed);
    boolean isSecond = entry.version().equals("0.0.2") && !entry.kind().equals("intoto");
    if (isSecond && (entry.integratedTime() != 0 || !entry.promise().isEmpty())) {
      throw new Refused(
          Reason.UNSIGNED_TIME, "the log entry carries a time that logs of its kind never sign");
    }
    if (entry.promise().isEmpty() && entry.proof().isEmpty()) {
      throw new Refused(
          Reason.NO_INCLUSION_PROOF, "the log entry has neither proof nor promise of inclusion");
    }
    if (entry.proof().isPresent()) {
      proof(entry, entry.proof().get(), logs, isSecond);
    }
    return entry.promise().isEmpty() ? Optional.empty() : Optional.of(promise(entry, logs));
  }

  private List<TrustedLog> logs(LogEntry entry) throws Refused {
    List<TrustedLog> logs =
        root.logs().stream()
            .filter(
                log -> log.id().equals(entry.logId()) || log.checkpointId().equals(entry.logId()))
            .toList();
    if (logs.isEmpty()) {
      throw new Refused(
          Reason.UNKNOWN_LOG,
          "the trusted root knows no transparency log " + entry.logId().base64());
    }
    return logs;
  }

  private static void proof(
      LogEntry entry, LogEntry.Proof proof, List<TrustedLog> logs, boolean isSecond)
      throws Refused {
    if (isSecond && proof.logIndex() != entry.logIndex()) {
      throw new Refused(
          Reason.BAD_INCLUSION_PROOF, "the inclusion proof is of another entry of the log");
    }
    byte[] leaf = MerkleTree.leaf(entry.body().bytes());
    boolean leads =
        MerkleTree.includes(
            leaf, proof.logIndex(), proof.treeSize(), proof.hashes(), proof.rootHash());
    if (!leads) {
      throw new Refused(
          Reason.BAD_INCLUSION_PROOF, "the inclusion proof does not lead to the log's root");
    }
    if (proof.checkpoint().isEmpty()) {
      throw new Refused(Reason.NO_INCLUSION_PROOF, "the inclusion proof has no signed checkpoint");
    }
    Checkpoint checkpoint = Checkpoint.read(proof.checkpoint());
    checkpoint.check(logs.getFirst());
    boolean isSame =
        checkpoint.size() == proof.treeSize() && checkpoint.root().equals(proof.rootHash());
    if (!isSame) {
      throw new Refused(
          Reason.WRONG_CHECKPOINT, "the log's checkpoint is of another tree than the proof");
    }
  }

  private Instant promise(LogEntry entry, List<TrustedLog> logs) throws Refused {
    byte[] signed = promised(entry).getBytes(StandardCharsets.UTF_8);
    boolean isSigned =
        logs.stream().anyMatch(log -> log.key().verifies(signed, entry.promise().bytes()));
    if (!isSigned) {
      throw new Refused(Reason.BAD_LOG_PROMISE, "the log did not sign its promise of inclusion");
    }
    // Compared as a number: there are longer ones than times.
    long time = entry.integratedTime();
    if (time > now.getEpochSecond() || time < 0) {
      throw new Refused(
          Reason.TIME_IN_FUTURE,
          "the log entry is from the future: " + time + " seconds after 1970");
    }
    return Instant.ofEpochSecond(time);
  }

  /// JSON in its canonical form, keys in order.
  ///
  /// Source: RFC 8785
  public static String promised(LogEntry entry) {
    return "{\"body\":\""
        + entry.body().base64()
        + "\",\"integratedTime\":"
        + entry.integratedTime()
        + ",\"logID\":\""
        + entry.logId().hex()
        + "\",\"logIndex\":"
        + entry.logIndex()
        + "}";
  }

  /// Checks that the log was trusted at all of these times.
  public void inTime(LogEntry entry, Collection<Instant> times) throws Refused {
    List<TrustedLog> logs = logs(entry);
    for (Instant time : times) {
      if (logs.stream().noneMatch(log -> log.validity().covers(time))) {
        throw new Refused(
            Reason.KEY_OUTSIDE_VALIDITY,
            "the transparency log was trusted from "
                + logs.getFirst().validity()
                + ", not at "
                + time);
      }
    }
  }
}

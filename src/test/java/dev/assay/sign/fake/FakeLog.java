package dev.assay.sign.fake;

import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.log.LogCheck;
import dev.assay.sign.write.Witnesses;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A transparency log of either version, in memory.
public final class FakeLog {
  private final int version;
  private final String host;
  private final KeyPair key;
  private final Octets id;
  private final List<byte[]> leaves = new ArrayList<>();

  public FakeLog(int version, String host) {
    this.version = version;
    this.host = host;
    this.key = version == 1 ? Keys.ecdsa() : Keys.ed25519();
    byte[] raw = key.getPublic().getEncoded();
    this.id =
        version == 1
            ? Octets.of(Hash.SHA256.of(raw))
            : Octets.of(
                Hash.SHA256.of(
                    (host + "\n").getBytes(StandardCharsets.US_ASCII),
                    new byte[] {1},
                    Arrays.copyOfRange(raw, raw.length - 32, raw.length)));
    leaves.add(leaf("the first entry is another's".getBytes(StandardCharsets.US_ASCII)));
  }

  public PublicKey key() {
    return key.getPublic();
  }

  public Octets id() {
    return id;
  }

  public String host() {
    return host;
  }

  private static byte[] leaf(byte[] body) {
    return Hash.SHA256.of(new byte[] {0}, body);
  }

  /// Enters a signature.
  public LogEntry enter(Witnesses.Logged what, Instant time) {
    String body = version == 1 ? first(what) : second(what);
    String kind = version == 1 && what.envelope().isPresent() ? "dsse" : "hashedrekord";
    return enter(kind, body.getBytes(StandardCharsets.UTF_8), time);
  }

  /// Enters anything.
  public LogEntry enter(String kind, byte[] body, Instant time) {
    leaves.add(leaf(body));
    int index = leaves.size() - 1;
    LogEntry bare =
        new LogEntry(
            index,
            id,
            kind,
            version == 1 ? "0.0.1" : "0.0.2",
            version == 1 ? time.getEpochSecond() : 0,
            Octets.NONE,
            Optional.of(proof(index)),
            Octets.of(body));
    return version == 1 ? promised(bare) : bare;
  }

  /// The same with the log's promise for what it says now.
  public LogEntry promised(LogEntry entry) {
    byte[] promise =
        Keys.sign(key.getPrivate(), LogCheck.promised(entry).getBytes(StandardCharsets.UTF_8));
    return new LogEntry(
        entry.logIndex(),
        entry.logId(),
        entry.kind(),
        entry.version(),
        entry.integratedTime(),
        Octets.of(promise),
        entry.proof(),
        entry.body());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String first(Witnesses.Logged what) {
    String pem =
        new PemText(what.certificate() ? "CERTIFICATE" : "PUBLIC KEY", what.signed().verifier())
            .text();
    String verifier = base64(pem.getBytes(StandardCharsets.US_ASCII));
    String signature = what.signed().signature().base64();
    if (what.envelope().isEmpty()) {
      return "{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":"
          + "{\"algorithm\":\"sha256\",\"value\":\""
          + what.signed().message().digest(Hash.SHA256).orElseThrow().hex()
          + "\"}},\"signature\":{\"content\":\""
          + signature
          + "\",\"publicKey\":{\"content\":\""
          + verifier
          + "\"}}}}";
    }
    return "{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":"
        + "\"sha256\",\"value\":\""
        + Octets.of(Hash.SHA256.of(what.envelope().get().bytes())).hex()
        + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\""
        + what.signed().payloadDigest().digest(Hash.SHA256).orElseThrow().hex()
        + "\"},\"signatures\":[{\"signature\":\""
        + signature
        + "\",\"verifier\":\""
        + verifier
        + "\"}]}}";
  }

  private static String second(Witnesses.Logged what) {
    return "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":"
        + "{\"data\":{\"algorithm\":\"SHA2_256\",\"digest\":\""
        + what.signed().message().digest(Hash.SHA256).orElseThrow().base64()
        + "\"},\"signature\":{\"content\":\""
        + what.signed().signature().base64()
        + "\",\"verifier\":{\"keyDetails\":\""
        + what.keyDetails()
        + "\",\""
        + (what.certificate() ? "x509Certificate" : "publicKey")
        + "\":{\"rawBytes\":\""
        + what.signed().verifier().base64()
        + "\"}}}}}}";
  }

  private LogEntry.Proof proof(int index) {
    List<Octets> path = new ArrayList<>();
    byte[] root = path(leaves, index, path);
    return new LogEntry.Proof(
        index, Octets.of(root), leaves.size(), path, checkpoint(leaves.size(), root));
  }

  /// Source: RFC 6962 section 2.1
  private static byte[] path(List<byte[]> all, int index, List<Octets> path) {
    if (all.size() == 1) {
      return all.getFirst();
    }
    int half = Integer.highestOneBit(all.size() - 1);
    List<byte[]> left = all.subList(0, half);
    List<byte[]> right = all.subList(half, all.size());
    List<Octets> none = new ArrayList<>();
    byte[] leftRoot = path(left, index, index < half ? path : none);
    byte[] rightRoot = path(right, index - half, index < half ? none : path);
    if (index >= 0 && index < all.size()) {
      path.add(Octets.of(index < half ? rightRoot : leftRoot));
    }
    return Hash.SHA256.of(new byte[] {1}, leftRoot, rightRoot);
  }

  /// A signed head of any tree.
  public String checkpoint(long size, byte[] root) {
    return checkpoint(version == 1 ? host + " - 42" : host, size, root);
  }

  /// A signed head by any name.
  public String checkpoint(String origin, long size, byte[] root) {
    String text = origin + "\n" + size + "\n" + base64(root) + "\n";
    byte[] signature = Keys.sign(key.getPrivate(), text.getBytes(StandardCharsets.UTF_8));
    byte[] hinted = new byte[4 + signature.length];
    System.arraycopy(id.bytes(), 0, hinted, 0, 4);
    System.arraycopy(signature, 0, hinted, 4, signature.length);
    String name = origin.contains(" - ") ? host : origin;
    return text + "\n— " + name + " " + base64(hinted) + "\n";
  }
}

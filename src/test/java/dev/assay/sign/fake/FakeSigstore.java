package dev.assay.sign.fake;

import dev.assay.format.json.JsonOutput;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.fake.FakeAuthority.Leaf;
import dev.assay.sign.fake.FakeAuthority.Promise;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Witnesses;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// One instance of all services.
public final class FakeSigstore {
  public static final String IDENTITY =
      "https://github.com/example/app/.github/workflows/build.yml@refs/heads/main";
  public static final String ISSUER = "https://issuer.example";

  /// What the clocks of the services say.
  public final Instant time = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

  public final FakeAuthority authority = new FakeAuthority();
  public final FakeLog first = new FakeLog(1, "log1.example");
  public final FakeLog second = new FakeLog(2, "log2.example");
  public final FakeTimestamper timestamper = new FakeTimestamper();

  /// Windows of trust that a test may move.
  public record Windows(String logs, String authority, String timestamper) {
    static final String ALWAYS = "\"start\":\"2020-01-01T00:00:00Z\"";

    public static Windows open() {
      return new Windows(ALWAYS, ALWAYS, ALWAYS);
    }
  }

  public TrustedRoot root() {
    return root(Windows.open());
  }

  public TrustedRoot root(Windows windows) {
    return TrustedRoot.read(rootJson(windows), "test root");
  }

  /// The trusted root as a file.
  public byte[] rootJson(Windows windows) {
    String tlogs =
        log(first.host(), first.key().getEncoded(), first.id(), windows.logs)
            + ","
            + log(second.host(), second.key().getEncoded(), second.id(), windows.logs);
    Octets ct = Octets.of(Hash.SHA256.of(authority.logKey().getEncoded()));
    return ("{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\","
            + "\"tlogs\":["
            + tlogs
            + "],\"certificateAuthorities\":["
            + chain(List.of(authority.certificate()), windows.authority)
            + "],\"ctlogs\":["
            + log("ct.example", authority.logKey().getEncoded(), ct, Windows.ALWAYS)
            + "],\"timestampAuthorities\":["
            + chain(timestamper.chain(), windows.timestamper)
            + "]}")
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String log(String host, byte[] key, Octets id, String window) {
    return "{\"baseUrl\":\"https://"
        + host
        + "\",\"publicKey\":{\"rawBytes\":\""
        + base64(key)
        + "\",\"validFor\":{"
        + window
        + "}},\"logId\":{\"keyId\":\""
        + id.base64()
        + "\"}}";
  }

  private static String chain(List<byte[]> certificates, String window) {
    List<String> items = new ArrayList<>();
    certificates.forEach(c -> items.add("{\"rawBytes\":\"" + base64(c) + "\"}"));
    return "{\"certChain\":{\"certificates\":["
        + String.join(",", items)
        + "]},\"validFor\":{"
        + window
        + "}}";
  }

  /// A good certificate's content.
  public Leaf leaf(KeyPair key) {
    return new Leaf(
        key.getPublic(),
        IDENTITY,
        ISSUER,
        time.minus(Duration.ofMinutes(2)),
        Promise.GOOD,
        KeyPurposeId.id_kp_codeSigning,
        false);
  }

  /// Someone with a certificate.
  public SigningIdentity identity(KeyPair key, Leaf leaf) {
    return new SigningIdentity(Keys.signer(key), List.of(Octets.of(authority.issue(leaf))));
  }

  /// Witnesses by version of the log; the second wants a timestamp beside it.
  public Witnesses witnesses(int version) {
    return new Witnesses() {
      @Override
      public List<LogEntry> log(Logged what) {
        return List.of((version == 1 ? first : second).enter(what, time));
      }

      @Override
      public List<Octets> stamp(Octets signature) {
        return version == 1 ? List.of() : List.of(timestamper.stamp(signature.bytes(), time));
      }
    };
  }

  /// The services' addresses as a signing configuration.
  public byte[] signingConfig(String base, int logVersion) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json");
          service(json, "caUrls", base, 1);
          service(json, "rekorTlogUrls", base, logVersion);
          service(json, "tsaUrls", base + "/api/v1/timestamp", 1);
        }));
  }

  private static void service(JsonOutput json, String field, String url, int version) {
    json.array(
        field,
        () ->
            json.object(() -> {
              json.put("url", url);
              json.put("majorApiVersion", version);
              json.object("validFor", () -> json.put("start", "2020-01-01T00:00:00Z"));
            }));
  }
}

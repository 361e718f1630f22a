package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.fake.FakeAuthority;
import dev.assay.sign.fake.FakeAuthority.Promise;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.sign.fake.FakeSigstore.Windows;
import dev.assay.sign.fake.FakeTimestamper;
import dev.assay.sign.fake.Keys;
import dev.assay.sign.trust.TrustedAuthority;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.BundleWriter;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Attacks on an image's signature as a bundle, each refused for its own reason. Numbers are those
/// of the threat model.
class NegativeCasesTest {
  private static final String HEX = Forge.IMAGE.hex();
  private static final String LATER = "\"start\":\"2999-01-01T00:00:00Z\"";

  private final Forge forge = new Forge();
  private final List<DynamicTest> tests = new ArrayList<>();
  private final Map<Integer, Set<Reason>> reasons = new TreeMap<>();

  /// The reasons of all cases, by number.
  static Map<Integer, Set<Reason>> byNumber() {
    NegativeCasesTest all = new NegativeCasesTest();
    all.statements();
    all.bundles();
    all.certificates();
    all.logs();
    all.timestamps();
    return all.reasons;
  }

  private void refused(String name, Reason reason, ImageVerdict verdict) {
    count(name, reason);
    tests.add(
        dynamicTest(
            name,
            () -> {
              assertEquals(List.of(), verdict.accepted());
              assertEquals(
                  Optional.of(reason),
                  Forge.only(verdict).map(Rejected::reason),
                  verdict::toString);
            }));
  }

  private void count(String name, Reason reason) {
    String number = name.split(" ", 2)[0];
    if (number.matches("\\d+")) {
      reasons.computeIfAbsent(Integer.valueOf(number), _ -> new TreeSet<>()).add(reason);
    }
  }

  private void keyed(String name, Reason reason, Bundle bundle) {
    refused(
        name, reason, forge.verify(new MemoryStore().with(bundle), forge.byKey(), Forge.NO_LOG));
  }

  private void keyless(String name, Reason reason, Bundle bundle) {
    keyless(name, reason, bundle, forge.sigstore.root());
  }

  private void keyless(String name, Reason reason, Bundle bundle, TrustedRoot root) {
    refused(
        name,
        reason,
        Forge.verify(new MemoryStore().with(bundle), Forge.byIdentity(), Strictness.FULL, root));
  }

  private static String statement(String subjects) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":"
        + subjects
        + ",\"predicateType\":\""
        + Statement.SIGNATURE
        + "\",\"predicate\":{}}";
  }

  @TestFactory
  List<DynamicTest> statements() {
    keyed("1 another image", Reason.WRONG_SUBJECT, forge.keyed(Forge.statement(Forge.OTHER)));
    Envelope good = (Envelope) forge.keyed().content();
    byte[] changed = Forge.statement(Forge.OTHER);
    keyed(
        "2 payload changed",
        Reason.BAD_SIGNATURE,
        Forge.with(
            forge.keyed(),
            new Envelope(Octets.of(changed), good.payloadType(), good.signatures())));
    keyed(
        "3 payload type",
        Reason.WRONG_PAYLOAD_TYPE,
        forge.enveloped(Forge.statement(Forge.IMAGE), "text/plain"));
    keyed(
        "4 statement type",
        Reason.WRONG_STATEMENT_TYPE,
        forge.keyed(
            statement("[{\"digest\":{\"sha256\":\"" + HEX + "\"}}]")
                .replace("in-toto.io/Statement/v1", "example.com/x")));
    keyed("7 no signature", Reason.NO_SIGNATURE, Forge.signatures(forge.keyed(), List.of()));
    Octets one = good.signatures().getFirst();
    keyed(
        "8 two signatures",
        Reason.SEVERAL_SIGNATURES,
        Forge.signatures(forge.keyed(), List.of(one, one)));
    keyed("13 a key twice", Reason.MALFORMED, forge.keyed("{\"_type\":\"a\",\"_type\":\"b\"}"));
    keyed(
        "16 another algorithm alone",
        Reason.WRONG_SUBJECT,
        forge.keyed(statement("[{\"digest\":{\"sha512\":\"" + HEX + HEX + "\"}}]")));
    keyed("17 no subject", Reason.NO_SUBJECT, forge.keyed(statement("[]")));
    keyed("17 null", Reason.NO_SUBJECT, forge.keyed(statement("null")));
    keyed("17 no digest", Reason.NO_SUBJECT, forge.keyed(statement("[{\"name\":\"x\"}]")));
    keyed(
        "19 upper case",
        Reason.MALFORMED,
        forge.keyed(
            statement(
                "[{\"digest\":{\"sha256\":\"" + HEX.toUpperCase(java.util.Locale.ROOT) + "\"}}]")));
    for (byte[] signature :
        List.of(new byte[] {1, 2, 3}, new byte[] {0x30, 6, 2, 1, 0, 2, 1, 1}, new byte[200])) {
      keyed(
          "60 malformed signature of " + signature.length,
          Reason.BAD_SIGNATURE,
          Forge.signatures(forge.keyed(), List.of(Octets.of(signature))));
    }
    keyed(
        "60 of a key on another curve",
        Reason.BAD_SIGNATURE,
        Forge.signatures(
            forge.keyed(),
            List.of(Octets.of(Keys.sign(Keys.p384().getPrivate(), good.signedBytes())))));
    return tests;
  }

  @TestFactory
  List<DynamicTest> bundles() {
    byte[] attested =
        Statements.attestation(
            new Statements.Subject("registry.example/app", Forge.IMAGE),
            "https://example.com/scan",
            "{\"failed\":true}".getBytes(StandardCharsets.UTF_8),
            Instant.now());
    keyed("5 only attested", Reason.ONLY_ATTESTED, forge.keyed(attested));
    Demands link =
        new Demands(forge.byKey(), Map.of(), true, "https://in-toto.io/Link/v1", false, false);
    refused(
        "6 another type of statement",
        Reason.WRONG_PREDICATE_TYPE,
        Forge.verify(
            new MemoryStore().with(forge.keyed(attested)),
            link,
            new dev.assay.sign.check.BundleCheck(TrustedRoot.NONE, Forge.NO_LOG, Instant.now())));
    Bundle blob =
        new BundleMaker(
                new SigningIdentity(Keys.signer(forge.key), List.of()),
                dev.assay.sign.write.Witnesses.NONE)
            .message("the image".getBytes(StandardCharsets.US_ASCII));
    keyed("9 bare bytes", Reason.NOT_A_STATEMENT, blob);
    String text = new String(BundleWriter.write(forge.keyed()), StandardCharsets.UTF_8);
    String message = new String(BundleWriter.write(blob), StandardCharsets.UTF_8);
    String both =
        text.substring(0, text.length() - 1)
            + ","
            + message.substring(message.indexOf("\"messageSignature\""));
    raw("10 both contents", Reason.MALFORMED, both);
    raw(
        "11 version 0.1",
        Reason.UNSUPPORTED,
        text.replace("bundle.v0.3+json", "bundle+json;version=0.1"));
    raw("12 unknown field", Reason.MALFORMED, text.replaceFirst("\\{", "{\"x\":1,"));
    raw("12 no JSON", Reason.MALFORMED, "hello");
    raw("55 nested", Reason.MALFORMED, "[".repeat(100_000));
    Expected other = new Expected.ByKey(Keys.signer(Keys.ecdsa()).publicKey());
    refused(
        "14 wrong key",
        Reason.BAD_SIGNATURE,
        forge.verify(new MemoryStore().with(forge.keyed()), other, Forge.NO_LOG));
    refused(
        "30 key for a certificate",
        Reason.WRONG_MATERIAL,
        forge.verify(new MemoryStore().with(forge.keyless(1)), forge.byKey(), Strictness.FULL));
    refused(
        "30 identity for a key",
        Reason.WRONG_MATERIAL,
        forge.verify(new MemoryStore().with(forge.keyed()), Forge.byIdentity(), Forge.NO_LOG));
    refused(
        "56 another's referrer",
        Reason.WRONG_REFERRER,
        forge.verify(
            new MemoryStore().withBroken("it refers to another"), forge.byKey(), Forge.NO_LOG));
    return tests;
  }

  private void raw(String name, Reason reason, String bundle) {
    MemoryStore store = new MemoryStore().with(bundle.getBytes(StandardCharsets.UTF_8), Map.of());
    refused(name, reason, forge.verify(store, forge.byKey(), Forge.NO_LOG));
  }

  @TestFactory
  List<DynamicTest> certificates() {
    identity(
        "26 another identity", Reason.WRONG_IDENTITY, "https://example.com/x", FakeSigstore.ISSUER);
    identity("27 another issuer", Reason.WRONG_ISSUER, FakeSigstore.IDENTITY, "https://x.example");
    refused(
        "28 anchored expression",
        Reason.WRONG_IDENTITY,
        forge.verify(
            new MemoryStore().with(forge.keyless(1)),
            Forge.byIdentity(
                TextMatch.expression("^https://github.com/other/", "--x"),
                new TextMatch.Exact(FakeSigstore.ISSUER)),
            Strictness.FULL));
    keyless("31 no promise", Reason.NO_SCT, forge.keyless(1, l -> l.with(Promise.NONE)));
    keyless(
        "32 unknown log", Reason.UNTRUSTED_SCT, forge.keyless(1, l -> l.with(Promise.UNKNOWN_LOG)));
    keyless("32 forged promise", Reason.BAD_SCT, forge.keyless(1, l -> l.with(Promise.BAD)));
    Instant time = forge.sigstore.time;
    keyless(
        "33 expired",
        Reason.CERTIFICATE_EXPIRED,
        forge.keyless(1, l -> l.at(time.minus(Duration.ofHours(1)))));
    keyless(
        "34 not yet valid",
        Reason.CERTIFICATE_NOT_YET_VALID,
        forge.keyless(1, l -> l.at(time.plus(Duration.ofHours(1)))));
    keyless(
        "47 another use",
        Reason.WRONG_KEY_USAGE,
        forge.keyless(1, l -> l.with(KeyPurposeId.id_kp_serverAuth)));
    keyless("49 an authority", Reason.CA_CERTIFICATE, forge.keyless(1, l -> l.asAuthority()));
    FakeAuthority stranger = new FakeAuthority();
    Octets foreign = Octets.of(stranger.issue(forge.sigstore.leaf(forge.session)));
    Bundle byStranger =
        new BundleMaker(
                new SigningIdentity(Keys.signer(forge.session), List.of(foreign)),
                forge.sigstore.witnesses(1))
            .statement(Forge.statement(Forge.IMAGE));
    keyless("48 another authority of the same name", Reason.UNTRUSTED_ISSUER, byStranger);
    Bundle good = forge.keyless(1);
    List<Octets> chain = new ArrayList<>(((Material.Certificates) good.material()).chain());
    chain.add(Octets.of(forge.sigstore.authority.certificate()));
    rootInBundle(Forge.material(good, new Material.Certificates(chain)));
    Bundle elsewhere =
        new BundleMaker(
                forge.sigstore.identity(forge.session, forge.sigstore.leaf(forge.session)),
                forge.sigstore.witnesses(1))
            .statement(Forge.statement(Forge.OTHER));
    keyless("20 a genuine bundle of another image", Reason.WRONG_SUBJECT, elsewhere);
    keyless("51 another instance", Reason.UNKNOWN_LOG, good, new FakeSigstore().root());
    return tests;
  }

  /// The chain of version 0.1 is not written by us, so the verifier is asked directly.
  private void rootInBundle(Bundle bundle) {
    count("50", Reason.ROOT_IN_BUNDLE);
    tests.add(
        dynamicTest(
            "50 root in the bundle",
            () -> {
              var refusal =
                  org.junit.jupiter.api.Assertions.assertThrows(
                      dev.assay.sign.verdict.Refused.class,
                      () ->
                          new dev.assay.sign.check.BundleCheck(
                                  forge.sigstore.root(), Strictness.FULL, Instant.now())
                              .verify(
                                  bundle,
                                  new dev.assay.sign.check.Artifact.Known(
                                      Hash.SHA256,
                                      Octets.of(java.util.HexFormat.of().parseHex(HEX))),
                                  Forge.byIdentity()));
              assertEquals(Reason.ROOT_IN_BUNDLE, refusal.reason());
            }));
  }

  private void identity(String name, Reason reason, String who, String issuer) {
    refused(
        name,
        reason,
        forge.verify(
            new MemoryStore().with(forge.keyless(1)),
            Forge.byIdentity(new TextMatch.Exact(who), new TextMatch.Exact(issuer)),
            Strictness.FULL));
  }

  @TestFactory
  List<DynamicTest> logs() {
    Bundle first = forge.keyless(1);
    Bundle second = forge.keyless(2);
    keyless("35 no time", Reason.NO_TRUSTED_TIME, Forge.stamps(second, List.of()));
    long time = forge.sigstore.time.getEpochSecond();
    keyless("36 unsigned time", Reason.UNSIGNED_TIME, Forge.entry(second, e -> at(e, time)));
    keyless(
        "36 unsigned time, no timestamp",
        Reason.UNSIGNED_TIME,
        Forge.stamps(Forge.entry(second, e -> at(e, time)), List.of()));
    keyless(
        "37 in the future",
        Reason.TIME_IN_FUTURE,
        Forge.entry(first, e -> forge.sigstore.first.promised(at(e, time + 1_000_000))));
    keyless("38 forged promise", Reason.BAD_LOG_PROMISE, Forge.entry(first, e -> at(e, time - 1)));
    keyless(
        "40 proof changed",
        Reason.BAD_INCLUSION_PROOF,
        Forge.proof(
            second,
            p ->
                new LogEntry.Proof(
                    p.logIndex(),
                    p.rootHash(),
                    p.treeSize(),
                    List.of(Octets.of(new byte[32])),
                    p.checkpoint())));
    keyless(
        "41 checkpoint changed",
        Reason.BAD_CHECKPOINT,
        Forge.checkpoint(first, c -> c.replaceFirst("\n\\d+\n", "\n999\n")));
    byte[] rootHash = second.entries().getFirst().proof().orElseThrow().rootHash().bytes();
    long size = second.entries().getFirst().proof().orElseThrow().treeSize();
    keyless(
        "41 another origin",
        Reason.WRONG_CHECKPOINT,
        Forge.checkpoint(
            second, _ -> forge.sigstore.second.checkpoint("evil.example", size, rootHash)));
    keyless(
        "41 another size",
        Reason.WRONG_CHECKPOINT,
        Forge.checkpoint(second, _ -> forge.sigstore.second.checkpoint(size + 1, rootHash)));
    keyless(
        "41 another root",
        Reason.WRONG_CHECKPOINT,
        Forge.checkpoint(second, _ -> forge.sigstore.second.checkpoint(size, new byte[32])));
    keyless(
        "41 another log's",
        Reason.BAD_CHECKPOINT,
        Forge.checkpoint(
            first, _ -> forge.sigstore.second.checkpoint("log1.example - 42", size, rootHash)));
    keyless(
        "42 another's entry",
        Reason.WRONG_LOG_ENTRY,
        Forge.entries(first, forge.keyedAndLogged(1).entries()));
    keyless("43 no entry", Reason.NO_LOG_ENTRY, Forge.entries(first, List.of()));
    LogEntry entry = first.entries().getFirst();
    keyless(
        "44 the same entry twice",
        Reason.DUPLICATE_LOG_ENTRY,
        Forge.entries(first, List.of(entry, entry)));
    keyless(
        "no proof",
        Reason.NO_INCLUSION_PROOF,
        Forge.entry(
            first,
            e ->
                new LogEntry(
                    e.logIndex(),
                    e.logId(),
                    e.kind(),
                    e.version(),
                    e.integratedTime(),
                    e.promise(),
                    Optional.empty(),
                    e.body())));
    keyless(
        "45 unknown log",
        Reason.UNKNOWN_LOG,
        Forge.entry(
            first,
            e ->
                new LogEntry(
                    e.logIndex(),
                    Octets.of(new byte[32]),
                    e.kind(),
                    e.version(),
                    e.integratedTime(),
                    e.promise(),
                    e.proof(),
                    e.body())));
    String open = "\"start\":\"2020-01-01T00:00:00Z\"";
    keyless("46 log", Reason.KEY_OUTSIDE_VALIDITY, first, root(new Windows(LATER, open, open)));
    keyless(
        "46 no start",
        Reason.KEY_OUTSIDE_VALIDITY,
        first,
        root(new Windows("\"end\":\"2999-01-01T00:00:00Z\"", open, open)));
    keyless(
        "46 authority", Reason.KEY_OUTSIDE_VALIDITY, first, root(new Windows(open, LATER, open)));
    keyless(
        "authority for other names",
        Reason.UNSUPPORTED,
        first,
        new TrustedRoot(
            forge.sigstore.root().logs(),
            List.of(
                new TrustedAuthority(
                    "",
                    List.of(Certificate.read(forge.sigstore.authority.limited())),
                    forge.sigstore.root().certificateAuthorities().getFirst().validity())),
            forge.sigstore.root().certificateLogs(),
            forge.sigstore.root().timestampAuthorities()));
    keyless(
        "46 timestamper",
        Reason.KEY_OUTSIDE_VALIDITY,
        second,
        root(new Windows(open, open, LATER)));
    return tests;
  }

  private TrustedRoot root(Windows windows) {
    return forge.sigstore.root(windows);
  }

  private static LogEntry at(LogEntry e, long time) {
    return new LogEntry(
        e.logIndex(), e.logId(), e.kind(), e.version(), time, e.promise(), e.proof(), e.body());
  }

  @TestFactory
  List<DynamicTest> timestamps() {
    Bundle second = forge.keyless(2);
    byte[] signature = ((Envelope) second.content()).signatures().getFirst().bytes();
    FakeTimestamper ours = forge.sigstore.timestamper;
    Instant time = forge.sigstore.time;
    stamp("39 other bytes", Reason.WRONG_TIMESTAMP, second, ours.stamp(new byte[1], time));
    stamp(
        "39 another authority of the same name",
        Reason.BAD_TIMESTAMP,
        second,
        new FakeTimestamper().stamp(signature, time));
    stamp(
        "39 in the future",
        Reason.TIME_IN_FUTURE,
        second,
        ours.stamp(signature, Instant.now().plus(Duration.ofHours(1))));
    stamp(
        "39 before its certificate",
        Reason.KEY_OUTSIDE_VALIDITY,
        second,
        ours.stamp(signature, time.minus(Duration.ofDays(30))));
    stamp(
        "39 after the certificate",
        Reason.CERTIFICATE_NOT_YET_VALID,
        second,
        ours.stamp(signature, time.minus(Duration.ofHours(1))));
    byte[] broken = ours.stamp(signature, time).bytes();
    broken[broken.length - 1] ^= 1;
    stamp("39 forged", Reason.BAD_TIMESTAMP, second, Octets.of(broken));
    stamp("39 garbage", Reason.MALFORMED, second, Octets.of(new byte[] {0x30, 1, 1}));
    return tests;
  }

  private void stamp(String name, Reason reason, Bundle bundle, Octets stamp) {
    keyless(name, reason, Forge.stamps(bundle, List.of(stamp)));
  }
}

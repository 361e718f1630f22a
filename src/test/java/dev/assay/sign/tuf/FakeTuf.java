package dev.assay.sign.tuf;

import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.fake.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A repository of our own making, as good or bad as a test wants it. Every part can be set before
/// `publish`, which signs and puts all files in place.
final class FakeTuf implements Mirror {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  final Map<String, byte[]> files = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  final Map<Role, List<KeyPair>> keys = new EnumMap<>(Role.class);
  final Map<Role, List<KeyPair>> signers = new EnumMap<>(Role.class);
  final Map<Role, Integer> thresholds = new EnumMap<>(Role.class);
  final Map<Role, Long> versions = new EnumMap<>(Role.class);
  final Map<Role, Instant> expires = new EnumMap<>(Role.class);
  final Map<String, byte[]> targets = new HashMap<>();
  boolean isConsistent = true;

  FakeTuf() {
    for (Role role : Role.values()) {
      List<KeyPair> pairs =
          role == Role.ROOT
              ? List.of(Keys.ecdsa(), Keys.ecdsa(), Keys.ed25519())
              : List.of(Keys.ecdsa());
      renew(role, pairs, role == Role.ROOT ? 2 : 1);
      versions.put(role, 1L);
      expires.put(role, NOW.plusSeconds(86_400));
    }
    targets.put("trusted_root.json", trustedRoot("https://log-1.example"));
  }

  void renew(Role role, List<KeyPair> pairs, int threshold) {
    keys.put(role, pairs);
    signers.put(role, pairs);
    thresholds.put(role, threshold);
  }

  void next(Role... roles) {
    for (Role role : roles) {
      versions.merge(role, 1L, Long::sum);
    }
  }

  /// A whole trusted root that names one log.
  static byte[] trustedRoot(String log) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
          json.array(
              "tlogs",
              () ->
                  json.object(() -> {
                    json.put("baseUrl", log);
                    json.object(
                        "publicKey",
                        () ->
                            json.put(
                                "rawBytes",
                                Octets.of(Keys.ecdsa().getPublic().getEncoded()).base64()));
                  }));
        }));
  }

  /// Signs everything anew.
  ///
  /// @return the newest root
  byte[] publish() {
    byte[] root = root();
    files.put(versions.get(Role.ROOT) + ".root.json", root);
    byte[] targetList = signed(Role.TARGETS, this::targetList);
    put(Role.TARGETS, targetList);
    byte[] snapshot = signed(Role.SNAPSHOT, json -> meta(json, Role.TARGETS, targetList));
    put(Role.SNAPSHOT, snapshot);
    files.put(
        "timestamp.json", signed(Role.TIMESTAMP, json -> meta(json, Role.SNAPSHOT, snapshot)));
    targets.forEach((name, content) ->
        files.put("targets/" + (isConsistent ? digest(content) + "." : "") + name, content));
    return root;
  }

  private void put(Role role, byte[] content) {
    files.put((isConsistent ? versions.get(role) + "." : "") + role.file(), content);
  }

  static String digest(byte[] content) {
    return Octets.of(Hash.SHA256.of(content)).hex();
  }

  private void targetList(JsonOutput json) {
    json.object(
        "targets",
        () ->
            targets.forEach((name, content) ->
                json.object(
                    name,
                    () -> {
                      json.put("length", content.length);
                      json.object("hashes", () -> json.put("sha256", digest(content)));
                    })));
  }

  private void meta(JsonOutput json, Role role, byte[] content) {
    json.object(
        "meta",
        () ->
            json.object(
                role.file(),
                () -> {
                  json.put("version", versions.get(role));
                  json.put("length", content.length);
                  json.object("hashes", () -> json.put("sha256", digest(content)));
                }));
  }

  private byte[] root() {
    return signed(
        Role.ROOT,
        json -> {
          json.object(
              "keys",
              () -> {
                Map<String, KeyPair> all = new TreeMap<>();
                keys.values().forEach(pairs -> pairs.forEach(pair -> all.put(id(pair), pair)));
                all.forEach((id, pair) -> json.object(id, () -> key(json, pair)));
              });
          json.object(
              "roles",
              () -> {
                for (Role role : Role.values()) {
                  json.object(
                      role.word(),
                      () -> {
                        json.put("threshold", thresholds.get(role));
                        json.put("keyids", keys.get(role).stream().map(FakeTuf::id).toList());
                      });
                }
              });
        });
  }

  private static void key(JsonOutput json, KeyPair pair) {
    boolean isEd = pair.getPublic().getAlgorithm().startsWith("Ed");
    byte[] spki = pair.getPublic().getEncoded();
    String open =
        isEd
            ? Octets.of(java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length)).hex()
            : VerifyKey.ofSpki(spki, "key").pem();
    json.put("keytype", isEd ? "ed25519" : "ecdsa");
    json.put("scheme", isEd ? "ed25519" : "ecdsa-sha2-nistp256");
    json.object("keyval", () -> json.put("public", open));
  }

  static String id(KeyPair pair) {
    return digest(pair.getPublic().getEncoded());
  }

  private byte[] signed(Role role, Consumer<JsonOutput> rest) {
    byte[] bare =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("_type", role.word());
              json.put("spec_version", "1.0.31");
              json.put("version", versions.get(role));
              json.put("expires", expires.get(role).toString());
              rest.accept(json);
            }));
    String text = new String(bare, StandardCharsets.UTF_8);
    text = text.replace("\"roles\"", "\"consistent_snapshot\":" + isConsistent + ",\"roles\"");
    return envelope(text, signers.get(role));
  }

  /// Signs any text that is JSON.
  static byte[] envelope(String signed, List<KeyPair> signers) {
    byte[] bytes =
        CanonicalJson.of(Json.parse(signed.getBytes(StandardCharsets.UTF_8), "metadata"));
    StringBuilder signatures = new StringBuilder();
    for (KeyPair pair : signers) {
      signatures
          .append(signatures.isEmpty() ? "" : ",")
          .append("{\"keyid\":\"")
          .append(id(pair))
          .append("\",\"sig\":\"")
          .append(Octets.of(Keys.sign(pair.getPrivate(), bytes)).hex())
          .append("\"}");
    }
    return ("{\"signatures\":[" + signatures + "],\"signed\":" + signed + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<byte[]> get(String path, int maxBytes) {
    asked.add(path);
    byte[] content = files.get(path);
    if (content != null && content.length > maxBytes) {
      throw new RemoteFailure("longer than " + maxBytes + " bytes: " + path);
    }
    return Optional.ofNullable(content);
  }
}

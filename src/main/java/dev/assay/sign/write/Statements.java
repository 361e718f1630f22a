package dev.assay.sign.write;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.sign.bundle.PredicateTypes;
import dev.assay.sign.bundle.Statement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// Writes in-toto statements as cosign writes them.
public final class Statements {
  private Statements() {}

  /// That an image is signed.
  ///
  /// @param annotations to be signed along
  public static byte[] signature(Digest image, Map<String, String> annotations) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("_type", "https://in-toto.io/Statement/v1");
          json.array(
              "subject",
              () ->
                  json.object(() -> {
                    json.object("digest", () -> json.put(image.algorithm(), image.hex()));
                    json.object("annotations", () -> new TreeMap<>(annotations).forEach(json::put));
                  }));
          json.put("predicateType", Statement.SIGNATURE);
          json.object("predicate", () -> {});
        }));
  }

  /// What somebody says about something.
  ///
  /// @param type a name of `PredicateTypes`, or a URI
  /// @param now stands in statements of the kind `custom`
  /// @throws InputFailure where the predicate is not what its type wants
  public static byte[] attestation(Subject subject, String type, byte[] predicate, Instant now) {
    Json content = content(type, predicate, now);
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("_type", "https://in-toto.io/Statement/v0.1");
          json.put("predicateType", PredicateTypes.uri(type));
          json.array(
              "subject",
              () ->
                  json.object(() -> {
                    json.putAny("name", subject.name());
                    json.object(
                        "digest",
                        () -> json.put(subject.digest().algorithm(), subject.digest().hex()));
                  }));
          json.put("predicate", content);
        }));
  }

  /// What a statement is about.
  ///
  /// @param name `host/repository` for an image; empty where it has none that others know
  public record Subject(String name, Digest digest) {}

  private static Json content(String type, byte[] predicate, Instant now) {
    return switch (type) {
      case "custom" -> {
        Map<String, Json> members = new TreeMap<>();
        members.put("Data", new Json.Str(text(predicate)));
        members.put("Timestamp", new Json.Str(now.truncatedTo(ChronoUnit.SECONDS).toString()));
        yield new Json.Obj(members);
      }
      // Tag-value text, and whatever else: cosign keeps it as it is.
      case "spdx" -> new Json.Str(text(predicate));
      default -> object(type, predicate);
    };
  }

  private static Json object(String type, byte[] predicate) {
    Json json = ExactKeys.parse(predicate, "predicate");
    if (!(json instanceof Json.Obj)) {
      throw new InputFailure("cannot attest `" + type + "`: the predicate is no JSON object");
    }
    return json;
  }

  private static String text(byte[] predicate) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(predicate)).toString();
    } catch (CharacterCodingException e) {
      throw new InputFailure("cannot attest the predicate: it is not text in UTF-8");
    }
  }
}

package dev.assay.sign.proto;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.crypto.Octets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A message of Protocol Buffers in JSON: bytes are base64 (either alphabet), 64-bit numbers are
/// strings, `null` is absence.
///
/// Source: <https://protobuf.dev/programming-guides/json/>
///
/// @param value what stands there
/// @param path where, for messages: `bundle: verificationMaterial.tlogEntries[0]`
public record ProtoJson(Json value, String path) {
  /// Reads a document in which no object has a key twice.
  ///
  /// @param what names it in failures
  /// @throws InputFailure where it is no JSON object
  public static ProtoJson read(byte[] document, String what) {
    ProtoJson root = new ProtoJson(ExactKeys.parse(document, what), what + ":");
    return root.object();
  }

  private InputFailure broken(String problem) {
    return new InputFailure("cannot read " + path + " " + problem);
  }

  private ProtoJson object() {
    if (!(value instanceof Json.Obj)) {
      throw broken("is not an object");
    }
    return this;
  }

  /// The same object, which may have no fields but these.
  public ProtoJson only(String... fields) {
    Set<String> known = Set.of(fields);
    for (String key : value.members().keySet()) {
      if (!known.contains(key)) {
        throw broken("has a field `" + key + "` that is unknown");
      }
    }
    return this;
  }

  /// Whether the field is there and not `null`.
  public boolean has(String field) {
    return !value.at(field).isNull();
  }

  private ProtoJson at(String field) {
    return new ProtoJson(
        value.at(field), path.endsWith(":") ? path + " " + field : path + "." + field);
  }

  /// The object in a field.
  public ProtoJson object(String field) {
    return at(field).object();
  }

  /// The objects in a list; none where it is absent.
  ///
  /// @param most how many there may be
  public List<ProtoJson> objects(String field, int most) {
    return items(field, most).stream().map(ProtoJson::object).toList();
  }

  private List<ProtoJson> items(String field, int most) {
    ProtoJson list = at(field);
    if (list.value.isNull()) {
      return List.of();
    }
    if (!(list.value instanceof Json.Arr)) {
      throw list.broken("is not a list");
    }
    Collection<Json> values = list.value.items();
    if (values.size() > most) {
      throw list.broken("has more than " + most + " items");
    }
    List<ProtoJson> items = new ArrayList<>();
    for (Json item : values) {
      items.add(new ProtoJson(item, list.path + "[" + items.size() + "]"));
    }
    return items;
  }

  /// The text of a field; empty where it is absent.
  public String text(String field) {
    ProtoJson found = at(field);
    if (found.value instanceof Json.Str text) {
      return text.value();
    }
    if (found.value.isNull()) {
      return "";
    }
    throw found.broken("is not text");
  }

  /// The bytes of a field; none where it is absent.
  public Octets bytes(String field) {
    return at(field).bytes();
  }

  /// The bytes of each item of a list.
  public List<Octets> bytesList(String field, int most) {
    return items(field, most).stream().map(ProtoJson::bytes).toList();
  }

  private Octets bytes() {
    if (value instanceof Json.Str text) {
      return decoded(text.value());
    }
    if (value.isNull()) {
      return Octets.NONE;
    }
    throw broken("is not base64");
  }

  private Octets decoded(String text) {
    try {
      return Octets.of(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException e) {
      throw broken("is not base64");
    }
  }

  /// The number in a field, from 0; empty where it is absent.
  public Optional<Long> number(String field) {
    ProtoJson found = at(field);
    if (found.value.isNull()) {
      return Optional.empty();
    }
    Optional<Long> number =
        found.value instanceof Json.Str text
            ? Optional.of(text.value())
                .filter(digits -> digits.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
            : found.value.whole().filter(n -> n >= 0);
    return Optional.of(number.orElseThrow(() -> found.broken("is not a whole number from 0")));
  }
}

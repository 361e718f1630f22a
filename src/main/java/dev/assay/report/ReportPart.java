package dev.assay.report;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value in a report that is read, and where it stands. What is absent or `null` is empty; what
/// is there and of another kind is refused.
///
/// @param json the value
/// @param document the report's name in failures
/// @param where such as `Results[2].Packages[0]`; empty for the document
record ReportPart(Json json, String document, String where) {
  /// The member of that name.
  ReportPart at(String name) {
    return new ReportPart(json.at(name), document, where.isEmpty() ? name : where + "." + name);
  }

  /// What to throw for a value that cannot be what it should.
  InputFailure failure(String problem) {
    return new InputFailure(
        "cannot read " + document + ": " + (where.isEmpty() ? "it" : where) + " " + problem,
        "give a report that `--format json` of Assay or Trivy wrote");
  }

  boolean isAbsent() {
    return json.isNull();
  }

  /// This, which must be an object where it is there at all.
  ReportPart object() {
    if (!isAbsent() && !(json instanceof Json.Obj)) {
      throw failure("is no object");
    }
    return this;
  }

  /// The items of the array of that name.
  List<ReportPart> list(String name) {
    return at(name).list();
  }

  /// The items of this array.
  List<ReportPart> list() {
    if (!isAbsent() && !(json instanceof Json.Arr)) {
      throw failure("is no array");
    }
    List<ReportPart> parts = new ArrayList<>();
    for (Json item : json.items()) {
      parts.add(new ReportPart(item, document, where + "[" + parts.size() + "]"));
    }
    return parts;
  }

  /// The members of the object of that name.
  Map<String, ReportPart> members(String name) {
    ReportPart object = at(name).object();
    Map<String, ReportPart> members = new LinkedHashMap<>();
    object.json().members().keySet().forEach(key -> members.put(key, object.at(key)));
    return members;
  }

  /// This as text.
  String text() {
    if (!isAbsent() && !(json instanceof Json.Str)) {
      throw failure("is no text");
    }
    return json.text();
  }

  String text(String name) {
    return at(name).text();
  }

  List<String> texts(String name) {
    return list(name).stream().map(ReportPart::text).toList();
  }

  boolean isOn(String name) {
    ReportPart member = at(name);
    if (!member.isAbsent() && !(member.json() instanceof Json.Bool)) {
      throw member.failure("is neither true nor false");
    }
    return member.json().isTrue();
  }

  /// The whole number of that name from 0 on; 0 where it is absent.
  long count(String name) {
    ReportPart member = at(name);
    long number = member.isAbsent() ? 0 : member.json().whole().orElse(-1L);
    if (number < 0) {
      throw member.failure("is no whole number from 0 on");
    }
    return number;
  }

  /// The number of that name.
  Optional<Double> number(String name) {
    ReportPart member = at(name);
    if (member.isAbsent()) {
      return Optional.empty();
    }
    if (member.json() instanceof Json.Num(String literal)) {
      double number = Double.parseDouble(literal);
      if (Double.isFinite(number)) {
        return Optional.of(number);
      }
    }
    throw member.failure("is no number");
  }

  Optional<Digest> digest(String name) {
    String text = text(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(at(name).digest());
  }

  /// This as a digest, which must be one.
  Digest digest() {
    try {
      return Digest.parse(text());
    } catch (InputFailure e) {
      throw failure("is no digest");
    }
  }

  /// A moment, in any offset from UTC.
  Optional<Instant> time(String name) {
    String text = text(name);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw at(name).failure("is no time");
    }
  }

  /// The constant that has this word, in any case.
  <E extends Enum<E>> E word(String name, Class<E> words, E absent) {
    String text = text(name);
    for (E word : words.getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    if (text.isEmpty()) {
      return absent;
    }
    throw at(name).failure("is none of the words for it");
  }
}

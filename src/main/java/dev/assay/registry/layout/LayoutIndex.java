package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.Manifest;
import dev.assay.registry.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What `index.json` says: manifests, by digest and, as far as they have one, by name. Entries and
/// members that others have written stay as they are.
final class LayoutIndex {
  /// What an entry is called.
  static final String NAME = "org.opencontainers.image.ref.name";

  /// Where containerd puts the whole reference; the name is then the tag alone.
  private static final String FULL_NAME = "io.containerd.image.name";

  static final LayoutIndex EMPTY = new LayoutIndex(List.of(), Map.of());

  private final List<Entry> entries;
  private final Map<String, Json> rest;

  private LayoutIndex(List<Entry> entries, Map<String, Json> rest) {
    this.entries = List.copyOf(entries);
    this.rest = rest;
  }

  /// An entry as understood, and as written.
  record Entry(Descriptor descriptor, Json json) {
    Digest digest() {
      return descriptor.digest();
    }

    String name() {
      return note(NAME);
    }

    /// What somebody has noted about it.
    String note(String key) {
      return descriptor.annotations().getOrDefault(key, "");
    }

    /// Whether people may call it so: by the last part of a whole reference.
    private boolean isAlsoCalled(String wanted) {
      return name().endsWith(":" + wanted)
          || note(FULL_NAME).equals(wanted)
          || note(FULL_NAME).endsWith(":" + wanted);
    }

    private Entry withoutName() {
      SortedMap<String, String> notes = new TreeMap<>(descriptor.annotations());
      notes.remove(NAME);
      Map<String, Json> written = new LinkedHashMap<>(json.at("annotations").members());
      written.remove(NAME);
      return noted(notes, written);
    }

    private Entry with(SortedMap<String, String> added) {
      SortedMap<String, String> notes = new TreeMap<>(descriptor.annotations());
      notes.putAll(added);
      Map<String, Json> written = new LinkedHashMap<>(json.at("annotations").members());
      added.forEach((key, value) -> written.put(key, new Json.Str(value)));
      return noted(notes, written);
    }

    private Entry noted(SortedMap<String, String> notes, Map<String, Json> written) {
      Map<String, Json> members = new LinkedHashMap<>(json.members());
      members.put("annotations", new Json.Obj(written));
      if (written.isEmpty()) {
        members.remove("annotations");
      }
      return new Entry(annotated(descriptor, notes), new Json.Obj(members));
    }
  }

  /// A descriptor with other annotations.
  static Descriptor annotated(Descriptor of, SortedMap<String, String> notes) {
    return new Descriptor(
        of.mediaType(),
        of.digest(),
        of.sizeBytes(),
        notes,
        of.platform(),
        of.urls(),
        of.artifactType());
  }

  /// Reads one.
  ///
  /// @param what names it in failures
  /// @throws InputFailure where it is none
  static LayoutIndex parse(byte[] content, String what) {
    if (!(Manifest.parse(content, MediaTypes.OCI_INDEX, what) instanceof ImageIndex index)) {
      throw new InputFailure("cannot read " + what + ": it is an image, not an index");
    }
    Json json = Json.parse(content, what);
    List<Json> items = json.at("manifests").items();
    List<Entry> entries = new ArrayList<>();
    for (Descriptor descriptor : index.manifests()) {
      entries.add(new Entry(descriptor, items.get(entries.size())));
    }
    Map<String, Json> rest = new LinkedHashMap<>(json.members());
    rest.remove("manifests");
    return new LayoutIndex(entries, rest);
  }

  List<Entry> entries() {
    return entries;
  }

  /// What is called exactly so, else what is called so in part; each digest once.
  List<Entry> named(String name) {
    List<Entry> exact = distinct(entry -> entry.name().equals(name));
    return exact.isEmpty() ? distinct(entry -> entry.isAlsoCalled(name)) : exact;
  }

  /// Entries that pass, each digest once.
  List<Entry> distinct(Predicate<Entry> passes) {
    Map<Digest, Entry> found = new LinkedHashMap<>();
    entries.stream().filter(passes).forEach(entry -> found.putIfAbsent(entry.digest(), entry));
    return List.copyOf(found.values());
  }

  /// The same with a manifest in it, under the name that it is annotated with, if any. What had
  /// that name before stays, without it: something may refer to it.
  LayoutIndex with(Descriptor manifest) {
    Digest digest = manifest.digest();
    String name = manifest.annotations().getOrDefault(NAME, "");
    boolean isThere =
        entries.stream()
            .anyMatch(e -> e.digest().equals(digest) && (name.isEmpty() || e.name().equals(name)));
    List<Entry> more = new ArrayList<>();
    for (Entry entry : entries) {
      boolean isSame = entry.digest().equals(digest);
      if (isSame && !isThere && entry.name().isEmpty()) {
        more.add(entry.with(manifest.annotations()));
        isThere = true;
      } else if (!isSame && !name.isEmpty() && entry.name().equals(name)) {
        if (entries.stream().filter(e -> e.digest().equals(entry.digest())).count() == 1) {
          more.add(entry.withoutName());
        }
      } else {
        more.add(entry);
      }
    }
    if (!isThere) {
      more.add(
          new Entry(
              manifest,
              Json.parse(
                  JsonOutput.compact(json -> json.object(() -> manifest.write(json))),
                  "descriptor")));
    }
    return new LayoutIndex(more, rest);
  }

  /// The bytes to store.
  byte[] content() {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_INDEX);
          json.put("manifests", new Json.Arr(entries.stream().map(Entry::json).toList()));
          rest.forEach((key, value) -> {
            if (!key.equals("schemaVersion") && !key.equals("mediaType")) {
              json.put(key, value);
            }
          });
        }));
  }
}

package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// What belongs to a database: its partitions and the sources they were made from, both sorted. It
/// depends on the sources alone, not on when or where it was built.
public record Manifest(List<Source> sources, List<Partition> partitions) {
  private static final int FORMAT = 2;

  public Manifest {
    sources = distinct(sources);
    List<Partition> sorted = new ArrayList<>(partitions);
    Collections.sort(sorted);
    partitions = List.copyOf(sorted);
  }

  /// By comparing neighbours: the first hash or comparison of a record's all parts links code,
  /// which costs 10 ms in a program that has just started.
  private static List<Source> distinct(List<Source> sources) {
    List<Source> sorted = new ArrayList<>(sources);
    Collections.sort(sorted);
    List<Source> distinct = new ArrayList<>(sorted.size());
    for (Source source : sorted) {
      boolean isNew =
          distinct.isEmpty()
              || distinct.getLast().compareTo(source) != 0
              || !distinct.getLast().equals(source);
      if (isNew) {
        distinct.add(source);
      }
    }
    return List.copyOf(distinct);
  }

  /// A feed as it was read.
  ///
  /// @param name the feed's
  /// @param address where it was fetched, or empty for a local file
  /// @param digest over the bytes of its files
  /// @param newest the newest modification it names, where it names one
  /// @param fileTime when its newest file was modified, where it names none
  /// @param records how many it held
  /// @param gaps how many of them could not be read whole
  public record Source(
      String name,
      String address,
      Digest digest,
      Optional<Instant> newest,
      Optional<Instant> fileTime,
      long records,
      long gaps)
      implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      // Spelled out: comparators that are put together cost 20 ms before they are compiled.
      int byName = name.compareTo(other.name);
      int byAddress = byName != 0 ? byName : address.compareTo(other.address);
      return byAddress != 0 ? byAddress : digest.hex().compareTo(other.digest.hex());
    }
  }

  /// A partition and the file that holds it.
  ///
  /// @param file its name in `partitions/`
  /// @param sizeBytes of the file
  /// @param sha256 of the file
  /// @param content of what the file says, however it is packed
  /// @param keys package names, or ids of vulnerabilities
  /// @param records advisories, or details
  /// @param sources the digests of the sources it was made from, sorted
  public record Partition(
      PartitionId id,
      String file,
      long sizeBytes,
      Digest sha256,
      Digest content,
      long keys,
      long records,
      List<Digest> sources)
      implements Comparable<Partition> {
    public Partition {
      sources = List.copyOf(sources);
    }

    /// The name of the file that holds a partition.
    public static String fileName(PartitionId id, Digest sha256) {
      return id.fileStem() + "-" + sha256.hex().substring(0, 16) + ".adb";
    }

    @Override
    public int compareTo(Partition other) {
      return id.compareTo(other.id);
    }
  }

  /// The partition of that id, or empty.
  public Optional<Partition> find(PartitionId id) {
    return partitions.stream().filter(partition -> partition.id().compareTo(id) == 0).findFirst();
  }

  /// The sources a partition was made from.
  public List<Source> sourcesOf(Partition partition) {
    return sources.stream().filter(s -> partition.sources().contains(s.digest())).toList();
  }

  /// This one, and of another one the partitions that this one lacks, with their sources.
  ///
  /// @param keeps which of them
  Manifest joined(Manifest other, Predicate<PartitionId> keeps) {
    List<Source> allSources = new ArrayList<>(sources);
    List<Partition> all = new ArrayList<>(partitions);
    Set<PartitionId> own = new HashSet<>();
    partitions.forEach(partition -> own.add(partition.id()));
    for (Partition partition : other.partitions()) {
      if (!own.contains(partition.id()) && keeps.test(partition.id())) {
        all.add(partition);
        allSources.addAll(other.sourcesOf(partition));
      }
    }
    return new Manifest(allSources, all);
  }

  /// This one with some of its partitions alone, and with their sources.
  Manifest only(Predicate<PartitionId> wanted) {
    return new Manifest(List.of(), List.of()).joined(this, wanted);
  }

  /// The digest over what the partitions say and the date, and that date: the newest that a source
  /// names, or, where none names any, that of the newest file.
  public DatabaseFacts facts() {
    Instant newest =
        newest(Source::newest).or(() -> newest(Source::fileTime)).orElse(Instant.EPOCH);
    StringBuilder lines = new StringBuilder("assay database ").append(newest).append('\n');
    for (Partition each : partitions) {
      lines.append(each.id().kind().word()).append(' ').append(each.id().subject().name());
      lines.append(' ').append(each.id().subject().release());
      lines.append(' ').append(each.content().hex()).append('\n');
    }
    byte[] text = lines.toString().getBytes(UTF_8);
    return new DatabaseFacts(Optional.of(Digest.sha256(text)), newest);
  }

  private Optional<Instant> newest(Function<Source, Optional<Instant>> time) {
    return sources.stream().flatMap(s -> time.apply(s).stream()).max(Comparator.naturalOrder());
  }

  /// Reads what `toJson` wrote.
  ///
  /// @throws DatabaseFailure where it is something else
  public static Manifest parse(byte[] content) {
    try {
      Json json = Json.parse(content, "manifest.json");
      long format = json.at("format").whole().orElse(0L);
      if (format != FORMAT) {
        throw new DatabaseFailure(
            "cannot read the manifest of the advisory database: its format is "
                + format
                + ", not "
                + FORMAT,
            "another version of Assay made it: use that one, or run `assay cache clean --vuln-db`"
                + " and then scan or build again");
      }
      List<Source> sources = new ArrayList<>();
      for (Json source : json.at("sources").items()) {
        sources.add(source(source));
      }
      List<Partition> partitions = new ArrayList<>();
      for (Json partition : json.at("partitions").items()) {
        partitions.add(partition(partition, sources));
      }
      Manifest manifest = new Manifest(sources, partitions);
      requireDistinct(manifest.partitions());
      String digest = manifest.facts().digest().map(Digest::toString).orElse("");
      if (!json.text("digest").equals(digest)) {
        throw new InputFailure("its digest does not match what it lists");
      }
      return manifest;
    } catch (InputFailure | DateTimeException e) {
      throw new DatabaseFailure(
          "cannot read the manifest of the advisory database: " + e.getMessage(),
          "it is damaged: run `assay cache clean --vuln-db`, then scan or build again");
    }
  }

  private static void requireDistinct(List<Partition> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).compareTo(sorted.get(i - 1)) == 0) {
        throw new InputFailure("it lists " + sorted.get(i).id() + " twice");
      }
    }
  }

  private static Source source(Json json) {
    return new Source(
        json.text("name"),
        json.text("address"),
        Digest.parse(json.text("digest")),
        time(json.text("newest")),
        time(json.text("fileTime")),
        number(json, "records"),
        number(json, "gaps"));
  }

  /// Opening a database runs before anything is compiled: no pattern here.
  static boolean isFileName(String text) {
    if (text.isEmpty() || text.length() > 250 || text.charAt(0) == '.') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!isPlain && "._+@-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Instant> time(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(InstantText.parse(text));
  }

  private static Partition partition(Json json, List<Source> sources) {
    String file = json.text("file");
    if (!isFileName(file)) {
      throw new InputFailure("`" + file + "` is no file name");
    }
    return new Partition(
        PartitionId.parse(json.text("partition")),
        file,
        number(json, "sizeBytes"),
        Digest.parse(json.text("sha256")),
        Digest.parse(json.text("content")),
        number(json, "keys"),
        number(json, "records"),
        madeFrom(json.at("sources").items(), sources));
  }

  private static List<Digest> madeFrom(List<Json> numbers, List<Source> sources) {
    List<Digest> digests = new ArrayList<>(numbers.size());
    for (Json each : numbers) {
      long number = each.whole().orElse(-1L);
      if (number < 0 || number >= sources.size()) {
        throw new InputFailure("`sources` names none");
      }
      digests.add(sources.get((int) number).digest());
    }
    return digests;
  }

  private static long number(Json json, String name) {
    return json.at(name)
        .whole()
        .filter(n -> n >= 0)
        .orElseThrow(() -> new InputFailure("`" + name + "` is no number"));
  }

  /// As JSON, a line for each source and partition.
  public byte[] toJson() {
    DatabaseFacts facts = facts();
    StringBuilder out = new StringBuilder("{\"format\":" + FORMAT);
    out.append(",\n\"digest\":\"").append(facts.digest().map(Digest::toString).orElse(""));
    out.append("\",\n\"builtAt\":\"").append(facts.builtAt()).append("\",\n\"sources\":[");
    List<String> lines = new ArrayList<>();
    sources.forEach(source -> lines.add(object(json -> write(json, source))));
    out.append('\n').append(String.join(",\n", lines)).append("\n],\n\"partitions\":[\n");
    lines.clear();
    partitions.forEach(partition -> lines.add(object(json -> write(json, partition))));
    return out.append(String.join(",\n", lines)).append("\n]}\n").toString().getBytes(UTF_8);
  }

  private static String object(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Source source) {
    json.writeStringProperty("name", source.name());
    json.writeStringProperty("address", source.address());
    json.writeStringProperty("digest", source.digest().toString());
    json.writeStringProperty("newest", source.newest().map(Instant::toString).orElse(""));
    json.writeStringProperty("fileTime", source.fileTime().map(Instant::toString).orElse(""));
    json.writeNumberProperty("records", source.records());
    json.writeNumberProperty("gaps", source.gaps());
  }

  private void write(JsonGenerator json, Partition partition) {
    json.writeStringProperty("partition", partition.id().toString());
    json.writeStringProperty("file", partition.file());
    json.writeNumberProperty("sizeBytes", partition.sizeBytes());
    json.writeStringProperty("sha256", partition.sha256().toString());
    json.writeStringProperty("content", partition.content().toString());
    json.writeNumberProperty("keys", partition.keys());
    json.writeNumberProperty("records", partition.records());
    json.writeArrayPropertyStart("sources");
    for (int i = 0; i < sources.size(); i++) {
      if (partition.sources().contains(sources.get(i).digest())) {
        json.writeNumber(i);
      }
    }
    json.writeEndArray();
  }
}

package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Advisory;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// A database folder, opened for looking up. Opening reads the catalog; a partition is opened when
/// it is first asked for. Goes on with its own database while another one is swapped in.
final class FileAdvisoryDb implements AdvisoryDb {
  private final DatabaseFolder folder;
  private final Catalog catalog;
  private final Map<PartitionId, Optional<PartitionFile>> open = new TreeMap<>();

  /// The one that was asked last: packages of an ecosystem are asked for one after the other, most
  /// of them before anything is compiled.
  private volatile Advisories recent = new Advisories(new Ecosystem("none", ""), Optional.empty());

  private record Advisories(Ecosystem ecosystem, Optional<PartitionFile> partition) {}

  private FileAdvisoryDb(DatabaseFolder folder, Catalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  static FileAdvisoryDb open(Path root) {
    DatabaseFolder folder = new DatabaseFolder(root);
    try {
      Catalog catalog =
          folder
              .catalog()
              .orElseThrow(() ->
                  new DatabaseFailure(
                      "cannot open the advisory database: there is none in " + root,
                      "a scan that may use the network fetches what it needs; or bring one: `assay"
                          + " db pull REF`, `assay db build --source NAME=PATH`"));
      return new FileAdvisoryDb(folder, catalog);
    } catch (IOException e) {
      throw new DatabaseFailure(
          "cannot open the advisory database in " + root + ": " + Unwritable.reason(e),
          "see that you may read it, or name another folder with --cache-dir");
    }
  }

  @Override
  public boolean covers(Ecosystem ecosystem) {
    return catalog.has(PartitionId.advisories(ecosystem));
  }

  @Override
  public List<Advisory> lookup(Ecosystem ecosystem, String packageName) {
    PartitionId id = PartitionId.advisories(ecosystem);
    Optional<PartitionFile> partition = partition(id);
    if (partition.isEmpty()) {
      return List.of();
    }
    PartitionFile file = partition.get();
    byte[] key = PackageKey.of(ecosystem, packageName).getBytes(UTF_8);
    List<Advisory> advisories = new ArrayList<>();
    try {
      for (Unpacker record : file.find(key)) {
        advisories.add(AdvisoryCodec.unpack(record, file::source));
      }
    } catch (Unpacker.Damaged e) {
      throw PartitionFile.damaged(id, e);
    }
    return advisories;
  }

  @Override
  public boolean mayHold(Ecosystem ecosystem, String packageName, VersionTest test) {
    Optional<PartitionFile> partition = advisories(ecosystem);
    return partition.isPresent()
        && partition.get().mayHold(PackageKey.of(ecosystem, packageName).getBytes(UTF_8), test);
  }

  @Override
  public Optional<Vulnerability> details(Ecosystem ecosystem, String id) {
    DetailsMerge merge = new DetailsMerge(id);
    PartitionId own = PartitionId.details(ecosystem);
    partition(own).ifPresent(file -> read(own, file, id).forEach(merge::add));
    if (merge.isEmpty() && id.startsWith("GHSA-")) {
      fromOthers(id, merge);
    }
    String cve = merge.cve();
    if (!cve.isEmpty()) {
      for (PartitionId each : catalog.ids(PartitionId.Kind.ENRICHMENT)) {
        partition(each).ifPresent(file -> read(each, file, cve).forEach(merge::enrich));
      }
    }
    return merge.result();
  }

  /// GitHub's ids mean the same everywhere: a distribution that names one leaves it to the
  /// language's own sources to say which CVE that is.
  private void fromOthers(String id, DetailsMerge merge) {
    for (PartitionId each : catalog.ids(PartitionId.Kind.DETAILS)) {
      if (merge.isEmpty()) {
        partition(each).ifPresent(file -> read(each, file, id).forEach(merge::add));
      }
    }
  }

  private static List<Details> read(PartitionId id, PartitionFile file, String key) {
    List<Details> found = new ArrayList<>();
    try {
      for (Unpacker record : file.find(key.getBytes(UTF_8))) {
        Optional<String> reference = DetailsCodec.reference(record);
        if (reference.isEmpty()) {
          found.add(DetailsCodec.unpack(record, file::source));
        } else {
          for (Unpacker target : file.find(reference.get().getBytes(UTF_8))) {
            if (DetailsCodec.reference(target).isEmpty()) {
              found.add(DetailsCodec.unpack(target, file::source));
            }
          }
        }
      }
    } catch (Unpacker.Damaged e) {
      throw PartitionFile.damaged(id, e);
    }
    return found;
  }

  @Override
  public List<PublishedFile> identify(Ecosystem ecosystem, String sha1) {
    PartitionId id = PartitionId.identities(ecosystem);
    Optional<PartitionFile> partition = partition(id);
    if (partition.isEmpty()) {
      return List.of(); // as mostly: what is asked for need not be looked at
    }
    Optional<byte[]> key = PublishedFile.key(sha1);
    if (key.isEmpty()) {
      return List.of();
    }
    List<PublishedFile> files = new ArrayList<>();
    try {
      for (Unpacker record : partition.get().find(key.get())) {
        files.add(PublishedFile.unpack(record));
      }
    } catch (Unpacker.Damaged e) {
      throw PartitionFile.damaged(id, e);
    }
    return files;
  }

  private Optional<PartitionFile> advisories(Ecosystem ecosystem) {
    Advisories known = recent;
    if (!known.ecosystem.equals(ecosystem)) {
      known = new Advisories(ecosystem, partition(PartitionId.advisories(ecosystem)));
      recent = known;
    }
    return known.partition;
  }

  private Optional<PartitionFile> partition(PartitionId id) {
    synchronized (open) {
      Optional<PartitionFile> known = open.get(id);
      if (known == null) {
        Optional<Catalog.Entry> entry = catalog.find(id);
        known = entry.isEmpty() ? Optional.empty() : Optional.of(open(id, entry.get()));
        open.put(id, known);
      }
      return known;
    }
  }

  private PartitionFile open(PartitionId id, Catalog.Entry entry) {
    try {
      PartitionFile file = PartitionFile.open(folder.partition(entry.file()), id);
      if (!entry.content().equals(file.header().content())) {
        throw PartitionFile.damaged(id, new IOException("it is not the one the manifest names"));
      }
      return file;
    } catch (IOException e) {
      throw PartitionFile.damaged(id, e);
    }
  }

  @Override
  public void forEach(Predicate<Ecosystem> wanted, BiConsumer<Ecosystem, Advisory> reader) {
    for (PartitionId id : catalog.ids(PartitionId.Kind.ADVISORIES)) {
      if (wanted.test(id.subject())) {
        PartitionFile file = partition(id).orElseThrow();
        file.verify((count, record) ->
            reader.accept(id.subject(), AdvisoryCodec.unpack(record, file::source)));
      }
    }
  }

  @Override
  public List<String> verify() {
    List<String> problems = new ArrayList<>();
    for (PartitionId.Kind kind : PartitionId.Kind.values()) {
      for (PartitionId each : catalog.ids(kind)) {
        try {
          verify(each);
        } catch (DatabaseFailure e) {
          problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
          problems.add("cannot read partition " + each + ": " + e.getMessage());
        }
      }
    }
    return problems;
  }

  private void verify(PartitionId id) throws IOException {
    Catalog.Entry entry = catalog.find(id).orElseThrow();
    partition(id).orElseThrow().verify();
    if (!DatabaseWriter.digest(folder.partition(entry.file())).equals(entry.sha256())) {
      throw PartitionFile.damaged(id, new IOException("its digest is another one"));
    }
  }

  @Override
  public DatabaseFacts facts() {
    return catalog.facts();
  }

  @Override
  public void close() {
    synchronized (open) {
      for (Optional<PartitionFile> each : open.values()) {
        try {
          if (each.isPresent()) {
            each.get().close();
          }
        } catch (IOException e) {
          throw new UncheckedIOException("cannot close the advisory database", e);
        }
      }
    }
  }
}

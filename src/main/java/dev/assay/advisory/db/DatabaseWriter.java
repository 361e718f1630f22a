package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Advisory;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Builds a database beside the one in use and swaps it in when it is proven. Until then, and where
/// anything fails, the old one stays as it is. For one thread.
public final class DatabaseWriter implements Closeable {
  // Half a launcher's heap for `db build` is left to the feeds.
  private static final long SORT_BYTES = 96L * 1024 * 1024;

  private final DatabaseFolder folder;
  private final DatabaseFolder.Turn turn;
  private final RecordSorter sorter;
  private final Map<PartitionId, TreeMap<String, DataSource>> dataSources = new TreeMap<>();
  private final Map<PartitionId, TreeSet<Digest>> madeFrom = new TreeMap<>();
  private final Set<PartitionId> touched = new TreeSet<>();
  private final List<Manifest.Source> sources = new ArrayList<>();

  private DatabaseWriter(DatabaseFolder folder, DatabaseFolder.Turn turn) {
    this.folder = folder;
    this.turn = turn;
    this.sorter = new RecordSorter(turn.work(), SORT_BYTES);
  }

  /// Starts a database in a folder, which is made where it is missing. Waits for another writer.
  ///
  /// @throws DatabaseFailure where the folder cannot be written
  public static DatabaseWriter begin(Path root, Progress progress) {
    DatabaseFolder folder = new DatabaseFolder(root);
    return new DatabaseWriter(folder, folder.turn(progress));
  }

  /// Adds what a source says about a package.
  public void advisory(Ecosystem ecosystem, Advisory advisory) throws IOException {
    String key = PackageKey.of(ecosystem, advisory.packageName());
    PartitionId id = PartitionId.advisories(ecosystem);
    add(id, key, AdvisoryCodec.pack(advisory), advisory.source());
  }

  /// Adds what a source of an ecosystem tells about a vulnerability or a bundle of them.
  public void details(Ecosystem ecosystem, Details details) throws IOException {
    PartitionId id = PartitionId.details(ecosystem);
    String own = details.vulnerability().id();
    add(id, own, DetailsCodec.pack(details), details.source());
    Set<String> others = new LinkedHashSet<>(details.vulnerability().aliases());
    others.addAll(details.bundled());
    others.remove(own);
    for (String other : others) {
      add(id, other, DetailsCodec.packReference(own), details.source());
    }
  }

  /// Adds what a source tells about a CVE, whatever the ecosystem.
  public void enrichment(Details details) throws IOException {
    PartitionId id = PartitionId.enrichment(details.source().id());
    add(id, details.vulnerability().id(), DetailsCodec.pack(details), details.source());
  }

  /// Adds a file that an ecosystem's repository has.
  ///
  /// @param sha1 of the file, 40 hexadecimal digits
  public void identity(Ecosystem ecosystem, String sha1, PublishedFile file, DataSource source)
      throws IOException {
    byte[] key = PublishedFile.key(sha1).orElseThrow();
    add(PartitionId.identities(ecosystem), key, file.pack(), source);
  }

  private void add(PartitionId id, String key, byte[] record, DataSource source)
      throws IOException {
    add(id, key.getBytes(UTF_8), record, source);
  }

  private void add(PartitionId id, byte[] key, byte[] record, DataSource source)
      throws IOException {
    folder.writing(() -> {
      sorter.add(id, key, record);
      return id;
    });
    dataSources.computeIfAbsent(id, i -> new TreeMap<>()).put(source.id(), source);
    touched.add(id);
  }

  /// Says that everything added since the last call came from this source.
  public void endSource(Manifest.Source source) {
    touched.forEach(id -> madeFrom.computeIfAbsent(id, i -> new TreeSet<>()).add(source.digest()));
    touched.clear();
    sources.add(source);
  }

  /// The partitions that have been written to.
  public Set<PartitionId> written() {
    return new TreeSet<>(madeFrom.keySet());
  }

  /// Writes the partitions, reads each back, and swaps the database in.
  ///
  /// @param keeps which partitions of the database in use stay, where they were not written anew
  /// @throws DatabaseFailure where the folder cannot be written, or what was written cannot be read
  ///   back
  public Manifest finish(Predicate<PartitionId> keeps) {
    return folder.writing(() -> install(keeps));
  }

  private Manifest install(Predicate<PartitionId> keeps) throws IOException {
    List<Manifest.Partition> partitions = new ArrayList<>();
    for (PartitionId id : sorter.partitions()) {
      partitions.add(write(id));
    }
    Manifest written = new Manifest(sources, partitions);
    Manifest next = folder.replaced().map(old -> written.joined(old, keeps)).orElse(written);
    folder.replace(next, turn.work());
    return next;
  }

  private Manifest.Partition write(PartitionId id) throws IOException {
    Path file = turn.work().resolve("partition");
    Files.deleteIfExists(file);
    PartitionLayout.Header header;
    try (PartitionWriter writer =
        new PartitionWriter(file, id, dataSources.getOrDefault(id, new TreeMap<>()).values())) {
      sorter.drain(id, writer::add);
      header = writer.finish();
    }
    prove(file, id, header);
    Digest sha256 = digest(file);
    String name = Manifest.Partition.fileName(id, sha256);
    Files.move(file, folder.partition(name), StandardCopyOption.REPLACE_EXISTING);
    return new Manifest.Partition(
        id,
        name,
        header.fileBytes(),
        sha256,
        header.content(),
        header.keys(),
        header.records(),
        List.copyOf(madeFrom.getOrDefault(id, new TreeSet<>())));
  }

  private static void prove(Path file, PartitionId id, PartitionLayout.Header written)
      throws IOException {
    try (PartitionFile partition = PartitionFile.open(file, id)) {
      partition.verify();
      if (!partition.header().content().equals(written.content())) {
        throw new DatabaseFailure("cannot prove partition " + id + ": it reads back differently");
      }
    }
  }

  static Digest digest(Path file) throws IOException {
    MessageDigest hash = Digest.sha256(new byte[0]).hasher();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return Digest.of(hash.digest());
  }

  /// Removes what is not finished, and lets other writers in.
  @Override
  public void close() throws IOException {
    try (turn) {
      sorter.close();
    }
  }
}

package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Advisory;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Advisories by package name, and what is known about a vulnerability by its id.
public interface AdvisoryDb extends Closeable {
  /// Opens the database in a folder, the cache folder's `db/`.
  ///
  /// @throws DatabaseFailure where there is none, or its manifest is damaged
  static AdvisoryDb open(Path folder) {
    return FileAdvisoryDb.open(folder);
  }

  /// Knows of no advisory: for what has no package that one could be about, where there is no
  /// database.
  static AdvisoryDb none() {
    return new NoAdvisoryDb();
  }

  /// What belongs to the database in a folder, or empty where there is none.
  ///
  /// @throws DatabaseFailure where the manifest is damaged
  static Optional<Manifest> manifest(Path folder) throws IOException {
    return new DatabaseFolder(folder).current();
  }

  /// The file of a partition in a folder.
  static Path file(Path folder, Manifest.Partition partition) {
    return new DatabaseFolder(folder).partition(partition.file());
  }

  /// The advisories of a package; empty where none is known or the ecosystem is not in the
  /// database.
  List<Advisory> lookup(Ecosystem ecosystem, String packageName);

  /// Whether an advisory of the package may hold a version. Where one does, or there is one and the
  /// version is none, the answer is yes; where it is no, which most are, no advisory has been read.
  default boolean mayHold(Ecosystem ecosystem, String packageName, VersionTest test) {
    for (Advisory advisory : lookup(ecosystem, packageName)) {
      if (!test.isVersion()
          || (advisory.status() != Status.NOT_AFFECTED
              && (advisory.ranges().stream().anyMatch(test::isIn)
                  || advisory.versions().stream().anyMatch(test::is)))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the database has a partition for that ecosystem.
  boolean covers(Ecosystem ecosystem);

  /// What is known about a vulnerability: the ecosystem's own details joined with enrichment (NVD,
  /// CVE 5, KEV, EPSS). Ratings of every source are kept. What a notice says about several
  /// vulnerabilities counts only where nobody else says anything. Of a GitHub advisory that the
  /// ecosystem itself is silent about, what other ecosystems tell.
  ///
  /// @param id any of its ids
  Optional<Vulnerability> details(Ecosystem ecosystem, String id);

  /// The packages that a file was published as, sorted; empty where the database has no index of
  /// the ecosystem's repository, or the index lacks the file.
  ///
  /// @param sha1 of the file, 40 hexadecimal digits
  default List<PublishedFile> identify(Ecosystem ecosystem, String sha1) {
    return List.of();
  }

  /// Reads every byte and compares it with its checksum; every partition that is damaged is named.
  ///
  /// @return the problems, empty where there are none
  default List<String> verify() {
    return List.of();
  }

  /// Gives every advisory to the reader, ecosystem by ecosystem, in the order of package names.
  ///
  /// @param wanted ecosystems that are asked for
  /// @throws DatabaseFailure where a partition is damaged
  default void forEach(Predicate<Ecosystem> wanted, BiConsumer<Ecosystem, Advisory> reader) {
    throw new UnsupportedOperationException();
  }

  /// Digest and date.
  DatabaseFacts facts();

  @Override
  void close();
}

package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Digest;
import dev.assay.model.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Takes partitions that somebody else built into a database, and swaps it in when each of them is
/// proven. Until then, and where anything fails, the old one stays as it is. For one thread.
///
/// Whoever made the partitions need not be honest: a file is as long as the list says and not over
/// a limit, has the digest of the list, holds the partition it should, and each of its records can
/// be read, before the database names it.
public final class Adoption implements Closeable {
  private static final long MAX_PARTITION_BYTES = 1L << 30;
  private static final int MAX_RECORD_BYTES = 1 << 20;
  private static final int MAX_RECORDS_OF_A_KEY = 100_000;

  private final DatabaseFolder folder;
  private final DatabaseFolder.Turn turn;
  private final Set<PartitionId> taken = new HashSet<>();

  private Adoption(DatabaseFolder folder, DatabaseFolder.Turn turn) {
    this.folder = folder;
    this.turn = turn;
  }

  /// Gives the bytes of a partition's file.
  @FunctionalInterface
  public interface Supply {
    InputStream open(Manifest.Partition partition) throws IOException;
  }

  /// Starts in a folder, which is made where it is missing. Waits for another writer.
  ///
  /// @throws DatabaseFailure where the folder cannot be written
  public static Adoption begin(Path root, Progress progress) {
    DatabaseFolder folder = new DatabaseFolder(root);
    return new Adoption(folder, folder.turn(progress));
  }

  /// Takes a partition. Its file is asked for only where it is not here already, undamaged.
  ///
  /// @return whether it was asked for
  /// @throws DatabaseFailure where it is not what it should be, or the folder cannot be written
  /// @throws IOException where its bytes do not arrive
  public boolean take(Manifest.Partition partition, Supply supply) throws IOException {
    Path target = folder.partition(partition.file());
    boolean isMissing = !isThere(target, partition);
    if (isMissing) {
      if (partition.sizeBytes() > MAX_PARTITION_BYTES) {
        throw refused(partition, "it has more than " + MAX_PARTITION_BYTES + " bytes");
      }
      Path file = turn.work().resolve("partition");
      try (InputStream content = supply.open(partition)) {
        write(content, partition, file);
      }
      prove(file, partition);
      folder.writing(() -> Files.move(file, target, StandardCopyOption.REPLACE_EXISTING));
    }
    taken.add(partition.id());
    return isMissing;
  }

  private static boolean isThere(Path file, Manifest.Partition partition) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == partition.sizeBytes()
        && DatabaseWriter.digest(file).equals(partition.sha256());
  }

  private void write(InputStream content, Manifest.Partition partition, Path file)
      throws IOException {
    MessageDigest hash = partition.sha256().hasher();
    long left = partition.sizeBytes();
    try (FileChannel out =
        folder.writing(() ->
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING))) {
      byte[] buffer = new byte[1 << 16];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        left -= count;
        if (left < 0) {
          throw refused(partition, "it is longer than the list says");
        }
        hash.update(buffer, 0, count);
        append(out, ByteBuffer.wrap(buffer, 0, count));
      }
    }
    Digest actual = Digest.of(hash.digest());
    if (left != 0 || !actual.equals(partition.sha256())) {
      throw refused(partition, "its digest is " + actual + ", the list says " + partition.sha256());
    }
  }

  private void append(FileChannel out, ByteBuffer bytes) {
    folder.writing(() -> {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      return out;
    });
  }

  private static void prove(Path path, Manifest.Partition partition) throws IOException {
    try (PartitionFile file = PartitionFile.open(path, partition.id())) {
      PartitionLayout.Header header = file.header();
      boolean isListed =
          header.content().equals(partition.content())
              && header.keys() == partition.keys()
              && header.records() == partition.records();
      if (!isListed) {
        throw PartitionFile.damaged(
            partition.id(), new IOException("its header differs from the list"));
      }
      file.verify((records, record) -> check(partition.id(), file, records, record));
    } catch (DatabaseFailure e) {
      throw new DatabaseFailure(String.valueOf(e.getMessage())); // its hint is about our own
    }
  }

  private static void check(PartitionId id, PartitionFile file, int records, Unpacker record)
      throws Unpacker.Damaged {
    if (records > MAX_RECORDS_OF_A_KEY || record.left() > MAX_RECORD_BYTES) {
      throw new Unpacker.Damaged("a key has more records, or longer ones, than there can be");
    }
    switch (id.kind()) {
      case ADVISORIES -> AdvisoryCodec.unpack(record, file::source);
      case IDENTITIES -> PublishedFile.unpack(record);
      case DETAILS, ENRICHMENT -> {
        if (DetailsCodec.reference(record).isEmpty()) {
          DetailsCodec.unpack(record, file::source);
        }
      }
    }
  }

  private static DatabaseFailure refused(Manifest.Partition partition, String problem) {
    return new DatabaseFailure("cannot take partition " + partition.id() + ": " + problem);
  }

  /// Swaps in a database of the partitions taken and of those in use that stay.
  ///
  /// @param from the list that the partitions taken stand in
  /// @param keeps which partitions of the database in use stay, where they were not taken anew
  /// @throws DatabaseFailure where the folder cannot be written
  public Manifest finish(Manifest from, Predicate<PartitionId> keeps) {
    return folder.writing(() -> {
      Manifest own = from.only(taken::contains);
      Manifest next = folder.replaced().map(old -> own.joined(old, keeps)).orElse(own);
      folder.replace(next, turn.work());
      return next;
    });
  }

  /// Removes what is not finished, and lets other writers in.
  @Override
  public void close() throws IOException {
    turn.close();
  }
}

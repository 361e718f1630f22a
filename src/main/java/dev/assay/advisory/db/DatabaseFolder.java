package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Progress;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder a database lives in; `package-info` says what is in it.
final class DatabaseFolder {
  private static final int MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

  /// Longer than a scan takes to open what it needs.
  private static final long READERS_NEED_SECONDS = 600;

  private static final int ABANDON_ATTEMPTS = 20;

  static final String MANIFEST = "manifest.json";
  static final String PREVIOUS_MANIFEST = "manifest.previous.json";
  static final String CATALOG = "catalog";
  static final String PARTITIONS = "partitions";
  static final String LOCK = "lock";

  private static final String WORK_PREFIX = "work-";

  /// The work folders of this process, for when it is told to stop. A class of its own, as one that
  /// only reads needs none.
  private static final class Unfinished {
    static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
  }

  /// A scan asks for the manifest more than once; what was read is read again only where it
  /// differs.
  private static volatile Parsed last = new Parsed(new byte[0], Optional.empty());

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Parsed(byte[] content, Optional<Manifest> manifest) {}

  private final Path root;

  DatabaseFolder(Path root) {
    this.root = root;
  }

  Path partition(String file) {
    return root.resolve(PARTITIONS).resolve(file);
  }

  /// The manifest of the database that is in use, or empty where there is none.
  ///
  /// @throws DatabaseFailure where it is damaged
  Optional<Manifest> current() throws IOException {
    return read(manifest());
  }

  /// What a look-up needs of it.
  ///
  /// @throws DatabaseFailure where the manifest is damaged
  Optional<Catalog> catalog() throws IOException {
    Optional<Catalog> kept;
    try (FileInputStream manifest = new FileInputStream(manifest().toFile());
        FileInputStream catalog = new FileInputStream(root.resolve(CATALOG).toFile())) {
      kept =
          Catalog.read(
              catalog.readNBytes(MAX_MANIFEST_BYTES), manifest.readNBytes(MAX_MANIFEST_BYTES));
    } catch (IOException e) {
      kept = Optional.empty(); // whatever is wrong with the manifest is said when that is read
    }
    return kept.isPresent() ? kept : current().map(Catalog::of);
  }

  private Path manifest() {
    return root.resolve(MANIFEST);
  }

  private Path previousManifest() {
    return root.resolve(PREVIOUS_MANIFEST);
  }

  private static Optional<Manifest> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_MANIFEST_BYTES + 1);
      if (content.length > MAX_MANIFEST_BYTES) {
        throw new DatabaseFailure(
            "cannot read the manifest of the advisory database: over "
                + MAX_MANIFEST_BYTES
                + " bytes");
      }
      Parsed known = last;
      if (known.manifest.isEmpty() || !Arrays.equals(known.content, content)) {
        known = new Parsed(content, Optional.of(Manifest.parse(content)));
        last = known;
      }
      return known.manifest;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      String reason =
          e instanceof FileSystemException problem ? problem.getReason() : e.getMessage();
      throw new DatabaseFailure(
          "cannot read the manifest of the advisory database: "
              + Optional.ofNullable(reason).orElse(e.getClass().getSimpleName()),
          "see that you may read " + file + ", or name another folder with --cache-dir");
    }
  }

  /// The time in which one writer alone works on the folder.
  ///
  /// @param work an empty folder for what is not finished; files alone may be put in it
  record Turn(FileLock lock, Path work) implements Closeable {
    /// Removes what is not finished, and lets other writers in.
    @Override
    public void close() throws IOException {
      try {
        delete(work);
      } finally {
        Unfinished.FOLDERS.remove(work);
        lock.acquiredBy().close();
      }
    }
  }

  /// Waits for other writers, and keeps them out until the turn is closed.
  ///
  /// @throws DatabaseFailure where the folder cannot be written
  Turn turn(Progress progress) {
    return writing(() -> begin(progress));
  }

  /// Work that writes here.
  ///
  /// @throws DatabaseFailure where the folder cannot be written
  <T> T writing(Unwritable.Work<T> work) {
    return Unwritable.guard(root, work);
  }

  private Turn begin(Progress progress) throws IOException {
    Files.createDirectories(root.resolve(PARTITIONS));
    FileLock lock = lock(progress);
    try {
      return new Turn(lock, work());
    } catch (IOException | RuntimeException e) {
      lock.acquiredBy().close();
      throw e;
    }
  }

  /// Keeps other writers out until the lock is closed; waits for them, and tells so.
  FileLock lock(Progress progress) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      boolean told = false;
      for (FileLock lock = tryLock(channel).orElse(null); ; lock = tryLock(channel).orElse(null)) {
        if (lock != null) {
          return lock;
        }
        if (!told) {
          progress.warn("waiting for another process that writes the database in " + root);
          told = true;
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + root.resolve(LOCK), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /// An empty folder for what is not finished. What a killed process left is removed; the caller
  /// holds the lock.
  private Path work() throws IOException {
    try (Stream<Path> left = Files.list(root)) {
      for (Path each : left.filter(DatabaseFolder::isWork).toList()) {
        delete(each);
      }
    }
    Path work = Files.createTempDirectory(root, WORK_PREFIX);
    Unfinished.FOLDERS.add(work);
    return work;
  }

  /// Removes the work folders of this process, which is about to end. Whoever writes there may go
  /// on meanwhile, so it is tried more than once; what stays, the next writer removes.
  static void abandon() {
    for (Path work : Unfinished.FOLDERS) {
      boolean isGone = false;
      for (int attempt = 0; attempt < ABANDON_ATTEMPTS && !isGone; attempt++) {
        isGone = isDeleted(work);
      }
    }
  }

  private static boolean isDeleted(Path work) {
    try {
      delete(work);
      return true;
    } catch (IOException e) {
      return !Files.exists(work);
    }
  }

  /// Whether it is a folder for what is not finished.
  static boolean isWork(Path path) {
    Path name = path.getFileName();
    return name != null
        && isWork(name.toString())
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Without a pattern, which every look-up would have to make.
  private static boolean isWork(String name) {
    int digits = WORK_PREFIX.length();
    return name.startsWith(WORK_PREFIX)
        && name.length() > digits
        && name.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9');
  }

  /// Deletes a work folder, which has files alone in it.
  private static void delete(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(work);
  }

  /// Makes a proven manifest the one in use, keeps the one before, and removes files that belong to
  /// neither and that no reader can be about to open. The caller holds the lock.
  void replace(Manifest next, Path work) throws IOException {
    byte[] json = next.toJson();
    if (Files.exists(manifest()) && !Arrays.equals(json, Files.readAllBytes(manifest()))) {
      install(Files.readAllBytes(manifest()), work, previousManifest());
    }
    install(Catalog.pack(next, json), work, root.resolve(CATALOG));
    install(json, work, manifest());
    prune(files(next), previous().map(DatabaseFolder::files).orElse(Set.of()));
  }

  private static Set<String> files(Manifest manifest) {
    return manifest.partitions().stream().map(Manifest.Partition::file).collect(Collectors.toSet());
  }

  /// A reader opens a partition when it first needs it, so one that has just been replaced stays
  /// for a while, however often the database is replaced. Its time of change is when that was.
  private void prune(Set<String> current, Set<String> previous) throws IOException {
    Instant now = Instant.now();
    try (Stream<Path> files = Files.list(root.resolve(PARTITIONS))) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        FileTime changed = Files.getLastModifiedTime(file);
        if (previous.contains(name) && !current.contains(name)) {
          Files.setLastModifiedTime(file, FileTime.from(now));
        } else if (!current.contains(name)
            && changed.toInstant().isBefore(now.minusSeconds(READERS_NEED_SECONDS))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Optional<Manifest> previous() throws IOException {
    return readable(previousManifest());
  }

  /// As `current`, but a damaged one counts as none: whoever writes is about to replace it.
  Optional<Manifest> replaced() throws IOException {
    return readable(manifest());
  }

  private static Optional<Manifest> readable(Path file) throws IOException {
    try {
      return read(file);
    } catch (DatabaseFailure e) {
      return Optional.empty();
    }
  }

  private static void install(byte[] content, Path work, Path target) throws IOException {
    Path file = work.resolve("manifest");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

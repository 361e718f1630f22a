package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A folder or a file on disk. Its digest is over the names and digests of the files read.
public final class LocalInput implements FeedInput {
  private static final int MAX_DEPTH = 12;
  private final Path root;
  private final Predicate<String> wants;
  private final Predicate<String> wantsInstead;
  private final StringBuilder read = new StringBuilder();
  private Optional<Instant> newest = Optional.empty();

  /// @param root a folder, or one file
  /// @param wants which files of a folder are read
  /// @throws InputFailure where there is neither
  public LocalInput(Path root, Predicate<String> wants) {
    this(root, wants, file -> false);
  }

  /// The files that a feed wants.
  ///
  /// @throws InputFailure where there is neither folder nor file
  public LocalInput(Path root, Feed feed) {
    this(root, feed::wants, feed::wantsInstead);
  }

  private LocalInput(Path root, Predicate<String> wants, Predicate<String> wantsInstead) {
    if (!Files.exists(root)) {
      throw new InputFailure(
          "cannot read " + root + ": it does not exist",
          "check the path behind NAME=; `assay db sources` shows the public address of each"
              + " source");
    }
    this.root = root;
    this.wants = wants;
    this.wantsInstead = wantsInstead;
  }

  @Override
  public void forEach(long maxFileBytes, Reader reader) throws IOException {
    Expansion expansion = new Expansion(maxFileBytes, reader);
    if (Files.isRegularFile(root)) {
      read(String.valueOf(root.getFileName()), root, expansion);
      return;
    }
    for (Path file : files()) {
      read(relative(file), file, expansion);
    }
  }

  private List<Path> files() throws IOException {
    List<Path> wanted = files(wants);
    return wanted.isEmpty() ? files(wantsInstead) : wanted;
  }

  private List<Path> files(Predicate<String> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root, MAX_DEPTH)) {
      return all.filter(file -> Files.isRegularFile(file) && wanted.test(relative(file)))
          .sorted(Comparator.comparing(this::relative))
          .toList();
    }
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private void read(String name, Path file, Expansion expansion) throws IOException {
    MessageDigest content = Digest.sha256(new byte[0]).hasher();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), content)) {
      expansion.file(name, in);
    }
    read.append(Digest.of(content.digest())).append(' ').append(name).append('\n');
    Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    newest = Optional.of(newest.filter(modified::isBefore).orElse(modified));
  }

  @Override
  public Digest digest() {
    return Digest.sha256(read.toString().getBytes(UTF_8));
  }

  @Override
  public Optional<Instant> newest() {
    return newest;
  }
}

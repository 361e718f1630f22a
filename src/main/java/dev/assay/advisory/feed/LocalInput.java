package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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

/// A folder or a file on disk. Its digest is over the names and digests of the files read, in the
/// order of their names. No more than one folder's names on each level is held at a time: a package
/// repository has millions of files.
public final class LocalInput implements FeedInput {
  private static final int MAX_DEPTH = 32;
  private final Path root;
  private final Choice choice;
  private final MessageDigest read = Digest.sha256(new byte[0]).hasher();
  private Optional<Digest> digest = Optional.empty();
  private Optional<Instant> newest = Optional.empty();

  /// What is read of a folder.
  ///
  /// @param instead where it has nothing that is wanted
  /// @param keptPacked what is not opened though it is an archive
  private record Choice(
      Predicate<String> wanted, Predicate<String> instead, Predicate<String> keptPacked) {}

  /// @param root a folder, or one file
  /// @param wants which files of a folder are read
  /// @throws InputFailure where there is neither
  public LocalInput(Path root, Predicate<String> wants) {
    this(root, new Choice(wants, file -> false, file -> false));
  }

  /// The files that a feed wants.
  ///
  /// @throws InputFailure where there is neither folder nor file
  public LocalInput(Path root, Feed feed) {
    this(root, new Choice(feed::wants, feed::wantsInstead, feed::isKeptPacked));
  }

  private LocalInput(Path root, Choice choice) {
    if (!Files.exists(root)) {
      throw new InputFailure(
          "cannot read " + root + ": it does not exist",
          "check the path behind NAME=; `assay db sources` shows the public address of each"
              + " source");
    }
    this.root = root;
    this.choice = choice;
  }

  @Override
  public void forEach(long maxFileBytes, Reader reader) throws IOException {
    Expansion expansion = new Expansion(maxFileBytes, reader);
    Visitor visitor = (name, file) -> read(name, file, expansion, reader);
    if (Files.isRegularFile(root)) {
      visitor.visit(String.valueOf(root.getFileName()), root);
    } else if (walk(root, choice.wanted(), visitor, 0) == 0) {
      walk(root, choice.instead(), visitor, 0);
    }
  }

  private interface Visitor {
    void visit(String name, Path file) throws IOException;
  }

  /// Goes through a folder in the order of the paths of its files; links to folders are not
  /// followed.
  ///
  /// @return how many files it visited
  private int walk(Path folder, Predicate<String> wanted, Visitor visitor, int depth)
      throws IOException {
    int visited = 0;
    for (Path each : sorted(folder)) {
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        visited += depth < MAX_DEPTH ? walk(each, wanted, visitor, depth + 1) : 0;
      } else if (wanted.test(relative(each)) && Files.isRegularFile(each)) {
        visitor.visit(relative(each), each);
        visited++;
      }
    }
    return visited;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted(Comparator.comparing(LocalInput::place)).toList();
    }
  }

  /// A folder's files stand where their whole paths do: `a.b` before `a/b`.
  private static String place(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? path + "/" : path.toString();
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private void read(String name, Path file, Expansion expansion, Reader reader) throws IOException {
    MessageDigest content = Digest.sha256(new byte[0]).hasher();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), content)) {
      if (choice.keptPacked().test(name)) {
        reader.read(name, in);
      } else {
        expansion.file(name, in);
      }
    }
    read.update((Digest.of(content.digest()) + " " + name + "\n").getBytes(UTF_8));
    Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    newest = Optional.of(newest.filter(modified::isBefore).orElse(modified));
  }

  @Override
  public Digest digest() {
    digest = digest.or(() -> Optional.of(Digest.of(read.digest())));
    return digest.get();
  }

  @Override
  public Optional<Instant> newest() {
    return newest;
  }
}

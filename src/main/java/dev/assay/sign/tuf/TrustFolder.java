package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.sign.check.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is kept from one update to the next. A file is there whole or not at all.
public final class TrustFolder {
  /// Sigstore's public instance.
  public static final String PUBLIC_MIRROR = "https://tuf-repo-cdn.sigstore.dev";

  private static final String MIRROR = "mirror";
  private static final int MAX_BYTES = 8 << 20;

  private final Path folder;

  /// @param folder need not be there
  public TrustFolder(Path folder) {
    this.folder = folder;
  }

  /// Where it is.
  public Path path() {
    return folder;
  }

  /// A file; empty where there is none.
  public Optional<byte[]> read(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(LocalFile.read(file, MAX_BYTES)) : Optional.empty();
  }

  /// Where the files come from.
  public String mirror() {
    return read(MIRROR)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
        .orElse(PUBLIC_MIRROR);
  }

  /// Begins anew, with another root and mirror.
  ///
  /// @throws InputFailure where the file is no root that enough of its own keys have signed
  public void begin(byte[] root, String mirror, String what) {
    try {
      RootFile read = RootFile.read(root, what);
      read.check(read.file(), Role.ROOT);
    } catch (Distrusted e) {
      throw new InputFailure("cannot begin with " + what + ": " + e.problem());
    }
    beginAnew();
    write(MIRROR, (mirror + "\n").getBytes(StandardCharsets.UTF_8));
    write(Role.ROOT.file(), root);
  }

  /// Forgets everything: the public instance's root that comes with the program is the beginning.
  public void beginAnew() {
    for (Role role : Role.values()) {
      delete(role.file());
    }
    TrustUpdate.TARGETS.forEach(this::delete);
    delete(MIRROR);
  }

  /// Version and time of what is kept, by role.
  public Map<String, String> state() {
    Map<String, String> state = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      Optional<byte[]> content = read(role.file());
      if (content.isEmpty()) {
        continue;
      }
      try {
        SignedFile file = SignedFile.read(content.get(), role, role.file());
        state.put(role.word(), "version " + file.version() + ", good until " + file.expires());
      } catch (Distrusted e) {
        state.put(role.word(), "unreadable: " + e.problem());
      }
    }
    return state;
  }

  void write(String name, byte[] content) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, name, ".next");
      try {
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw new InputFailure("cannot write " + file + ": " + e.getMessage());
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new InputFailure("cannot delete " + folder.resolve(name) + ": " + e.getMessage());
    }
  }

  /// The root that comes with the program: of Sigstore's public instance.
  static byte[] embeddedRoot() {
    try (InputStream in = TrustFolder.class.getResourceAsStream("root.json")) {
      if (in == null) {
        throw new IllegalStateException("the root is not in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.assay.sign.check;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What was signed: bytes, a file, or something of which only a digest is known, such as an image.
public sealed interface Artifact {
  /// Larger files are read for their digest, but no key that needs all bytes at once can check
  /// them.
  long MAX_WHOLE = 256L << 20;

  /// The digest, where it can be known.
  Optional<Octets> digest(Hash hash);

  /// All of it, where it is here and not too large.
  Optional<byte[]> whole();

  /// Something of which one digest is known.
  record Known(Hash hash, Octets value) implements Artifact {
    @Override
    public Optional<Octets> digest(Hash asked) {
      return asked == hash ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Optional<byte[]> whole() {
      return Optional.empty();
    }
  }

  /// Bytes that are here.
  record Content(Octets bytes) implements Artifact {
    @Override
    public Optional<Octets> digest(Hash hash) {
      return Optional.of(Octets.of(hash.of(bytes.bytes())));
    }

    @Override
    public Optional<byte[]> whole() {
      return Optional.of(bytes.bytes());
    }
  }

  /// A file, read as often as digests are asked for.
  final class OfFile implements Artifact {
    private final Path file;
    private final Map<Hash, Octets> digests = new EnumMap<>(Hash.class);

    /// @throws InputFailure where there is no such file
    public OfFile(Path file) {
      this.file = file;
      digests.put(Hash.SHA256, computed(Hash.SHA256));
    }

    private Octets computed(Hash hash) {
      MessageDigest digest = hash.start();
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = LocalFile.open(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
        return Octets.of(digest.digest());
      } catch (IOException e) {
        throw new InputFailure("cannot read " + file + ": " + e.getMessage());
      }
    }

    @Override
    public Optional<Octets> digest(Hash hash) {
      return Optional.of(digests.computeIfAbsent(hash, this::computed));
    }

    @Override
    public Optional<byte[]> whole() {
      try {
        return Files.size(file) > MAX_WHOLE
            ? Optional.empty()
            : Optional.of(LocalFile.read(file, (int) MAX_WHOLE));
      } catch (IOException e) {
        throw new InputFailure("cannot read " + file + ": " + e.getMessage());
      }
    }
  }
}

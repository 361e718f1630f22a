package dev.assay.image;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// Where several machines keep what they learnt: bytes by name. Safe for several threads. What can
/// write there decides what later scans find, so it has to be as trusted as the scanner itself.
public interface EntryStore extends Closeable {
  /// What stands under a name is no entry, or a damaged one; the store itself is well.
  final class Foreign extends IOException {
    private static final long serialVersionUID = 1L;

    public Foreign(String problem) {
      super(problem);
    }
  }

  /// Where it is, for messages, without secrets.
  String name();

  /// The entry of that name; what is larger than the bound counts as not there.
  ///
  /// @throws Foreign where something else stands under that name
  /// @throws IOException where the store cannot be asked
  Optional<byte[]> get(String entry, int maxBytes) throws IOException;

  /// Keeps an entry, whole or not at all.
  ///
  /// @throws IOException where the store does not take it
  void put(String entry, byte[] content) throws IOException;
}

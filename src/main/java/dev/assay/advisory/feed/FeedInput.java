package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/// The files of a source, wherever they are: a folder, an archive or a single file, on disk or at
/// an address. Archives (zip, tar, and any of gzip, xz, bzip2 or zstd around a tar or a file) are
/// read as if they were folders, in one pass and without writing anything.
public interface FeedInput {
  /// Takes a file.
  interface Reader {
    /// @param name relative to the folder or archive, with `/`
    /// @param content ends with the file; over the limit for a file it throws an `InputFailure`
    void read(String name, InputStream content) throws IOException;
  }

  /// Gives every file to the reader, those of a folder in the order of their names.
  ///
  /// @param maxFileBytes limit for one file
  /// @throws IOException where bytes do not arrive or an archive is damaged
  /// @throws InputFailure where all together are over a limit, or a file is missing
  void forEach(long maxFileBytes, Reader reader) throws IOException;

  /// Gives every file of at most 64 MiB to the reader.
  default void forEach(Reader reader) throws IOException {
    forEach(64L << 20, reader);
  }

  /// The digest over the files read so far, as they are stored.
  Digest digest();

  /// The newest modification of the files read so far, where known.
  Optional<Instant> newest();
}

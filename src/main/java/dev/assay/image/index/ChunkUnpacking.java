package dev.assay.image.index;

import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.JdkInflating;
import dev.assay.format.zstd.Unzstd;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// Unpacks thousands of small files one after the other, with buffers that are made once. For one
/// thread.
final class ChunkUnpacking {
  private final Source source;
  private final InputStream unpacking;
  private final Runnable restart;

  private ChunkUnpacking(Source source, InputStream unpacking, Runnable restart) {
    this.source = source;
    this.unpacking = unpacking;
    this.restart = restart;
  }

  static ChunkUnpacking gzip() {
    var source = new Source();
    var gunzip = new Gunzip(source, new JdkInflating());
    return new ChunkUnpacking(source, gunzip, gunzip::restart);
  }

  static ChunkUnpacking zstd() {
    var source = new Source();
    var unzstd = new Unzstd(source);
    return new ChunkUnpacking(source, unzstd, unzstd::restart);
  }

  /// What comes out of packed bytes, until this is asked for something else.
  InputStream open(byte[] packed) {
    source.set(packed);
    restart.run();
    return unpacking;
  }

  /// All that comes out of a packed chunk.
  ///
  /// @throws dev.assay.failure.InputFailure where it is damaged, or more than `most` bytes
  byte[] unpack(byte[] packed, int most) {
    return BoundedUnpacking.whole(open(packed), most, "a chunk");
  }

  /// Has one array after the other.
  private static final class Source extends ByteArrayInputStream {
    Source() {
      super(new byte[0]);
    }

    void set(byte[] bytes) {
      buf = bytes;
      pos = 0;
      count = bytes.length;
    }
  }
}

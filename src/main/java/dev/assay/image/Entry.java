package dev.assay.image;

import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import dev.assay.image.index.BlockReader;
import dev.assay.image.index.IndexedEntry;
import dev.assay.image.index.LayerIndex;
import dev.assay.image.index.SlicedContent;
import java.io.IOException;
import java.io.InputStream;

/// One entry of a layer, from its archive or from an index of it.
interface Entry {
  /// As written.
  String path();

  TarKind kind();

  /// The target of a link as written, else empty.
  String link();

  /// The length of a file's content.
  long sizeBytes();

  /// Where in the archive it is; of two entries, the later one has the greater offset.
  long offset();

  /// The content of a file.
  InputStream content() throws IOException;

  /// The entry that a reader stands on, whichever that is.
  record Tar(TarReader tar) implements Entry {
    @Override
    public String path() {
      return tar.path();
    }

    @Override
    public TarKind kind() {
      return tar.kind();
    }

    @Override
    public String link() {
      return tar.link();
    }

    @Override
    public long sizeBytes() {
      return tar.sizeBytes();
    }

    @Override
    public long offset() {
      return tar.offset();
    }

    @Override
    public InputStream content() throws IOException {
      return tar.content();
    }
  }

  /// An entry that an index lists.
  record Indexed(IndexedEntry entry, LayerIndex index, BlockReader blocks) implements Entry {
    @Override
    public String path() {
      return entry.path();
    }

    @Override
    public TarKind kind() {
      return entry.kind();
    }

    @Override
    public String link() {
      return entry.link();
    }

    @Override
    public long sizeBytes() {
      return entry.sizeBytes();
    }

    @Override
    public long offset() {
      return entry.order();
    }

    @Override
    public InputStream content() throws IOException {
      if (entry.sizeBytes() > 0) {
        index.checkPlace(entry, blocks);
      }
      return new SlicedContent(entry, blocks);
    }
  }
}

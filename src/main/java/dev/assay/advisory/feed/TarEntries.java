package dev.assay.advisory.feed;

import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;

/// The files of a tar archive in one pass.
final class TarEntries {
  private TarEntries() {}

  static void forEach(InputStream in, FeedInput.Reader reader) throws IOException {
    TarReader tar = new TarReader(in);
    while (tar.next()) {
      if (tar.kind() == TarKind.FILE) {
        reader.read(tar.path(), tar.content());
      }
    }
    tar.drain();
  }
}

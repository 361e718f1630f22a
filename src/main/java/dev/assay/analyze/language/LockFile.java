package dev.assay.analyze.language;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Found;
import dev.assay.analyze.Neighbours;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A lock file of a source tree that goes by a fixed name, is read as a whole, and lists packages
/// of one kind.
public abstract class LockFile implements Analyzer {
  private final String name;
  private final PackageType type;
  private final List<String> files;

  /// @param name the analyzer's
  /// @param type of every package in it
  /// @param files the names it may have
  protected LockFile(String name, PackageType type, String... files) {
    this.name = name;
    this.type = type;
    this.files = List.of(files);
  }

  /// Adds what the text lists to the graph.
  ///
  /// @throws IOException where the bytes of another file that is asked for do not arrive
  protected abstract void list(LockText lock, LockGraph graph) throws IOException;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public int rulesVersion() {
    return 2;
  }

  @Override
  public List<Scope> scopes() {
    return List.of(Scope.SOURCE);
  }

  @Override
  public boolean wants(String path) {
    for (int i = 0; i < files.size(); i++) {
      if (LockNames.isFile(path, files.get(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public final void read(String path, InputStream content, Found found) throws IOException {
    read(path, content, Neighbours.NONE, found);
  }

  @Override
  public final void read(String path, InputStream content, Neighbours neighbours, Found found)
      throws IOException {
    Optional<String> text = WholeText.read(content, found);
    if (text.isPresent()) {
      var graph = new LockGraph(type, name);
      list(new LockText(path, text.get(), neighbours, found), graph);
      graph.finish(found);
    }
  }
}

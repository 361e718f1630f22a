package dev.assay.analyze.os;

import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.PackageType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which files belong to the distribution. dpkg keeps a package's list of files apart from what it
/// says of the package, so that only both together tell: lists of third parties' packages own
/// nothing.
public final class OwnedFiles {
  private static final String INFO = "var/lib/dpkg/info/";

  private final Set<String> foreign = new HashSet<>();

  /// Learns from all files that are seen together.
  public OwnedFiles(Collection<FileFacts> files) {
    for (FileFacts file : files) {
      for (Component component : file.components()) {
        if (component.type() == PackageType.DEB && component.isThirdParty()) {
          foreign.add(INFO + component.name() + ".list");
          foreign.add(INFO + component.name() + ":" + component.architecture() + ".list");
          foreign.add(file.path() + ".md5sums");
        }
      }
    }
  }

  /// The paths that the distribution's packages own, so far as that file says.
  public List<String> of(FileFacts file) {
    return foreign.contains(file.path()) ? List.of() : file.owned();
  }

  /// The same of all of the files.
  public static Stream<String> of(Collection<FileFacts> files) {
    var owned = new OwnedFiles(files);
    return files.stream().flatMap(file -> owned.of(file).stream());
  }
}

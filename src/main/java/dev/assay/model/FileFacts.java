package dev.assay.model;

import java.util.List;
import java.util.Optional;

/// What the analyzers learnt from one file of a layer. A wanted file always leaves one, even an
/// empty one: it hides the same path of the layers below.
///
/// @param path relative to the image root, without a leading `/`
/// @param components the components it lists
/// @param operatingSystem the distribution it names
/// @param owned files that belong to a system package, so far as another analyzer wants them
/// @param repositories where the packages of its layer came from, as their distribution calls it
/// @param gaps what of it could not be read
public record FileFacts(
    String path,
    List<Component> components,
    Optional<OperatingSystem> operatingSystem,
    List<String> owned,
    List<String> repositories,
    List<Gap> gaps) {
  public FileFacts {
    components = List.copyOf(components);
    owned = List.copyOf(owned);
    repositories = List.copyOf(repositories);
    gaps = List.copyOf(gaps);
  }

  /// A file that names no repositories, as nearly all do.
  public FileFacts(
      String path,
      List<Component> components,
      Optional<OperatingSystem> operatingSystem,
      List<String> owned,
      List<Gap> gaps) {
    this(path, components, operatingSystem, owned, List.of(), gaps);
  }

  /// Whether nothing was learnt.
  public boolean isEmpty() {
    return components.isEmpty()
        && operatingSystem.isEmpty()
        && owned.isEmpty()
        && repositories.isEmpty()
        && gaps.isEmpty();
  }
}

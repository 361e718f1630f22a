package dev.assay.image.folder;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.Analyzer.Scope;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.analyze.FactsCollector;
import dev.assay.analyze.binary.NotedPackages;
import dev.assay.analyze.binary.ProgramGap;
import dev.assay.analyze.language.PythonPackageAnalyzer;
import dev.assay.analyze.os.OperatingSystemChoice;
import dev.assay.analyze.os.OwnedFiles;
import dev.assay.analyze.os.PackageRepositories;
import dev.assay.failure.InputFailure;
import dev.assay.format.text.Glob;
import dev.assay.format.text.Lines;
import dev.assay.image.Weight;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything in a folder, by the analyzers of one scope.
public final class FolderAnalysis {
  private static final Comparator<Component> ORDER =
      Comparator.comparing(Component::type)
          .thenComparing(Component::name)
          .thenComparing(Component::version)
          .thenComparing(Component::path);

  private final Scope scope;
  private final List<Analyzer> analyzers;
  private final Limits limits;
  private final Skips skips;

  /// @param scope `SOURCE` for a source tree, `INSTALLED` for a root file system
  /// @param analyzers those of another scope are left out
  public FolderAnalysis(Scope scope, List<Analyzer> analyzers, Limits limits) {
    this(
        scope,
        analyzers.stream().filter(one -> one.scopes().contains(scope)).toList(),
        limits,
        Skips.of(scope));
  }

  private FolderAnalysis(Scope scope, List<Analyzer> analyzers, Limits limits, Skips skips) {
    this.scope = scope;
    this.analyzers = analyzers;
    this.limits = limits;
    this.skips = skips;
  }

  /// The same without some folders and files.
  ///
  /// @param folders patterns as `Glob` has them, relative to the folder that is read; the same for
  ///   `files`
  public FolderAnalysis without(List<String> folders, List<String> files) {
    return new FolderAnalysis(
        scope,
        analyzers,
        limits,
        skips.and(
            folders.stream().map(Glob::parse).toList(), files.stream().map(Glob::parse).toList()));
  }

  /// Reads a folder, or a single file as if it lay alone in one. What cannot be read is a gap.
  ///
  /// @throws InputFailure where there is no such folder
  /// @throws IOException where the run is cancelled
  public Inventory read(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new InputFailure(
          "cannot read `" + root + "`: there is no such file or folder",
          "check the path; for an image use `assay image REF`");
    }
    Path real = root.toRealPath();
    var found = new Reading(real);
    if (Files.isRegularFile(real)) {
      found.file(String.valueOf(root.getFileName()), real);
    } else if (!Files.isDirectory(real)) {
      throw new InputFailure(
          "cannot read `" + root + "`: it is neither a file nor a folder",
          "name a folder, or a file in one");
    } else if (Files.isReadable(real)) {
      new Walk(real, skips, limits, found, found.gaps).run();
      found.linkedFiles();
      found.linkedPlaces();
      found.linkedFolders();
    } else {
      throw new InputFailure(
          "cannot read `" + root + "`: permission denied", "see that you may list and read it");
    }
    return found.inventory();
  }

  /// What an analyzer was shown, by whatever path.
  private record Shown(Analyzer analyzer, String file) {}

  /// One run over one folder.
  private final class Reading implements Walk.Visitor {
    private final Path root;
    private final List<FileFacts> files = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final Set<Shown> shown = new HashSet<>();

    /// By the path of what was read through a link, that link.
    private final Map<String, String> behind = new HashMap<>();

    private long bytes;
    private long inventoryBytes;

    Reading(Path root) {
      this.root = root;
    }

    @Override
    public void file(String path, Path file) {
      boolean isWanted = false;
      for (Analyzer analyzer : analyzers) {
        if (analyzer.wants(path)) {
          isWanted = true;
          read(analyzer, path, file);
        }
      }
      for (Analyzer analyzer : analyzers) {
        if (!isWanted
            && analyzer instanceof ContentAnalyzer byContent
            && byContent.mayWant(path)
            && wantsContent(byContent, path, file)) {
          read(analyzer, path, file);
        }
      }
    }

    @Override
    public void other(String path) {
      if (analyzers.stream().anyMatch(one -> isOfInterest(one, path))) {
        others.add(path);
      }
    }

    /// What is wanted may be a link to a file that the walk met under another name, or did not.
    void linkedFiles() throws IOException {
      var links = new RootedLinks(root);
      for (String path : others.stream().sorted().toList()) {
        boolean isFolder = links.folder(path).isPresent();
        boolean isEnd = !isFolder && links.resolve(path).isEmpty();
        for (Analyzer analyzer : analyzers) {
          boolean isWanted = isWantedFile(analyzer, path);
          if (isWanted && isEnd && (scope == Scope.SOURCE || links.isCircular(path))) {
            gaps.add(new Gap(path, 0, "not read: it is no file, nor a link to one in this folder"));
          } else if (isWanted) {
            linkedFile(analyzer, path, path, links);
          }
          if (isFolder && analyzer.wantsFolder(path)) {
            linkedFolder(analyzer, path, links);
          }
        }
      }
    }

    private static boolean isWantedFile(Analyzer analyzer, String path) {
      return analyzer.wants(path) && !analyzer.places().contains(path);
    }

    private static boolean isOfInterest(Analyzer analyzer, String path) {
      return isWantedFile(analyzer, path) || analyzer.wantsFolder(path);
    }

    /// Shows an analyzer what a link leads to, unless it saw that file.
    private void linkedFile(Analyzer analyzer, String link, String path, RootedLinks links) {
      Optional<String> target = analyzer.wants(path) ? links.resolve(path) : Optional.empty();
      if (target.isPresent() && shown.add(new Shown(analyzer, target.get()))) {
        behind.put(path, link);
        read(analyzer, path, root.resolve(target.get()));
      }
    }

    private boolean wantsContent(ContentAnalyzer analyzer, String path, Path file) {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] first = in.readNBytes(ContentAnalyzer.FIRST_BYTES);
        return first.length == ContentAnalyzer.FIRST_BYTES && analyzer.wantsContent(first);
      } catch (IOException e) {
        gaps.add(new Gap(path, 0, "cannot be read: " + reason(e)));
        return false;
      }
    }

    private void read(Analyzer analyzer, String path, Path file) {
      seen.add(path);
      shown.add(new Shown(analyzer, path));
      count(file);
      var facts = new FactsCollector(path, this::isWanted);
      try {
        long size = Files.size(file);
        boolean isBounded = !(analyzer instanceof ContentAnalyzer);
        long most = isBounded ? limits.of(Limit.FILE_BYTES) : Long.MAX_VALUE;
        if (size > most) {
          gaps.add(new Gap(path, 0, size + " bytes are more than the limit of " + most));
          return;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
          analyzer.read(path, new BoundedStream(in, most), this::neighbour, facts);
        }
      } catch (IOException e) {
        facts.gap(0, "cannot be read: " + reason(e));
      } catch (RuntimeException | StackOverflowError e) {
        // A parser that trips over hostile bytes costs this file, not the scan.
        facts.gap(0, "analyzer " + analyzer.name() + " failed: " + e.getClass().getSimpleName());
      }
      keep(facts.facts());
    }

    /// Each file may be small: it is their sum that would never end.
    private void count(Path file) {
      long most = limits.of(Limit.FILE_BYTES);
      try {
        bytes += Math.min(most, Files.size(file));
      } catch (IOException _) {
        bytes++; // told where it is read
      }
      if (bytes > limits.of(Limit.FOLDER_BYTES)) {
        throw limits.passed(
            Limit.FOLDER_BYTES,
            "cannot read the folder: what is to be analysed has more than",
            "bytes");
      }
    }

    private void keep(FileFacts facts) {
      files.add(facts);
      inventoryBytes += Weight.of(facts);
      if (inventoryBytes > limits.of(Limit.FOLDER_INVENTORY)) {
        throw limits.passed(
            Limit.FOLDER_INVENTORY,
            "cannot read the folder: what there is to keep of it takes more than",
            "bytes");
      }
    }

    /// Another file of the tree, for an analyzer that asks for it.
    private Optional<byte[]> neighbour(String path, int maxBytes) throws IOException {
      Optional<String> place =
          new RootedLinks(root).resolve(path).filter(one -> !skips.skipsAbove(one));
      if (place.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(root.resolve(place.get()))) {
        byte[] bytes = in.readNBytes(maxBytes + 1);
        return bytes.length > maxBytes ? Optional.empty() : Optional.of(bytes);
      }
    }

    private boolean isWanted(String path) {
      return analyzers.stream()
          .anyMatch(analyzer -> analyzer.mayWant(path) || analyzer.wantsFolder(path));
    }

    /// A package database that only a link leads to counts as well; one that was read in its own
    /// place does not count again.
    void linkedPlaces() {
      var links = new RootedLinks(root);
      for (Analyzer analyzer : analyzers) {
        for (String place : analyzer.places()) {
          if (seen.contains(place) || skips.skipsAbove(place)) {
            continue;
          }
          Optional<String> target = links.resolve(place);
          if (target.isEmpty() && links.isCircular(place)) {
            gaps.add(new Gap(place, 0, "not read: its links lead around in a circle"));
          }
          if (target.isPresent() && !target.get().equals(place) && !seen.contains(target.get())) {
            read(analyzer, place, root.resolve(target.get()));
          }
        }
      }
    }

    /// A folder whose files are wanted by pattern may be a link, whose target the walk met under
    /// another name.
    void linkedFolders() throws IOException {
      var links = new RootedLinks(root);
      for (Analyzer analyzer : analyzers) {
        for (String folder : analyzer.folders()) {
          if (skips.skipsAbove(folder) || skips.skipsFolder(folder)) {
            continue;
          }
          Optional<String> real = links.folder(folder);
          if (real.isEmpty() && links.isCircular(folder)) {
            gaps.add(new Gap(folder, 0, "not read: its links lead around in a circle"));
          }
          if (real.isPresent() && !real.get().equals(folder)) {
            walkLinked(analyzer, folder, root.resolve(real.get()));
          }
        }
      }
    }

    /// The folder of a package, or one that packages lie in.
    private void linkedFolder(Analyzer analyzer, String path, RootedLinks links)
        throws IOException {
      boolean isOfAPackage = false;
      for (String file : analyzer.packageFiles()) {
        String wanted = path + "/" + file;
        isOfAPackage |= analyzer.wants(wanted);
        linkedFile(analyzer, path, wanted, links);
      }
      String real = links.folder(path).orElse(path);
      if (!isOfAPackage && !analyzer.wantsFolder(real)) {
        walkLinked(analyzer, path, root.resolve(real));
      }
    }

    private void walkLinked(Analyzer analyzer, String folder, Path real) throws IOException {
      new Walk(
              real,
              skips,
              limits,
              (below, file) -> {
                String path = folder + "/" + below;
                if (analyzer.wants(path) && seen.add(path)) {
                  behind.put(path, folder);
                  read(analyzer, path, file);
                }
              },
              gaps)
          .run();
    }

    /// A package that a link leads to is the system's as well where the link is.
    private boolean isOwned(FileFacts facts, Set<String> owned, RootedLinks links) {
      String path = facts.path();
      String link = behind.get(path);
      return owned.contains(path)
          || (link != null
              && (owned.contains(link) || owned.contains(links.resolve(path).orElse(path))));
    }

    Inventory inventory() {
      Map<String, OperatingSystem> systems = new HashMap<>();
      Set<String> owned = new HashSet<>();
      var links = new RootedLinks(root);
      for (FileFacts facts : files) {
        facts.operatingSystem().ifPresent(one -> systems.put(facts.path(), one));
      }
      OwnedFiles.of(files).forEach(path -> owned.add(links.resolve(path).orElse(path)));
      var repositories = new PackageRepositories(List.of(files));
      List<Component> found = new ArrayList<>();
      for (FileFacts facts : files) {
        boolean isOwned = isOwned(facts, owned, links);
        facts.gaps().stream().filter(gap -> !(isOwned && ProgramGap.isOne(gap))).forEach(gaps::add);
        facts.components().stream()
            .filter(one -> one.isInstalled() || !isOwned)
            .forEach(one -> found.add(repositories.of(one, 0)));
      }
      List<Placed> components =
          found.stream().sorted(ORDER).map(one -> new Placed(one, Optional.empty())).toList();
      return new Inventory(
          OperatingSystemChoice.choose(systems),
          PythonPackageAnalyzer.withoutRepeated(NotedPackages.withoutListed(components)),
          gaps.stream().sorted().toList());
    }
  }

  /// What the machine says, without its path, which the gap names.
  static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "it is gone";
      case java.nio.file.FileSystemException file ->
          Lines.excerpt(String.valueOf(file.getReason()));
      default -> Lines.excerpt(message);
    };
  }
}

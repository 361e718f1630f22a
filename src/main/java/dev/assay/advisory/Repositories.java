package dev.assay.advisory;

import dev.assay.advisory.db.Adoption;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PartitionId;
import dev.assay.advisory.oci.RemoteDatabase;
import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Databases in registries, in the place of upstream: the first that can be used is used.
public final class Repositories {
  private final List<ImageRef> refs;
  private final Function<ImageRef, Registry> registries;
  private final InstantSource clock;
  private final Progress progress;

  /// @param refs best first, at least one
  /// @param registries the client for a reference
  public Repositories(
      List<ImageRef> refs, Function<ImageRef, Registry> registries, Progress progress) {
    this(refs, registries, progress, InstantSource.system());
  }

  Repositories(
      List<ImageRef> refs,
      Function<ImageRef, Registry> registries,
      Progress progress,
      InstantSource clock) {
    this.refs = List.copyOf(refs);
    this.registries = registries;
    this.progress = progress;
    this.clock = clock;
  }

  /// What is wanted of a database.
  ///
  /// @param ecosystems one without release stands for all its releases; empty for everything
  /// @param expected where another process has brought all of these meanwhile, nothing is fetched;
  ///   empty to ask in any case
  record Wish(Set<Ecosystem> ecosystems, Set<PartitionId> expected) {
    Wish {
      ecosystems = Set.copyOf(ecosystems);
      expected = Set.copyOf(expected);
    }

    /// What a scan needs.
    static Wish of(Set<Ecosystem> stale) {
      Set<PartitionId> expected = new TreeSet<>();
      stale.forEach(ecosystem -> expected.add(PartitionId.advisories(ecosystem)));
      return new Wish(stale, expected);
    }

    boolean hasAll() {
      return ecosystems.isEmpty();
    }

    boolean includes(Ecosystem ecosystem) {
      return hasAll()
          || ecosystems.contains(ecosystem)
          || ecosystems.contains(new Ecosystem(ecosystem.name(), ""));
    }

    /// The partitions of a list that are wanted: advisories, details and identities of the
    /// ecosystems, and all enrichment, since severities depend on it.
    List<Manifest.Partition> select(Manifest list) {
      Set<String> families = new TreeSet<>();
      present(list).stream().filter(this::includes).forEach(each -> families.add(each.name()));
      return list.partitions().stream().filter(each -> isWanted(each.id(), families)).toList();
    }

    private boolean isWanted(PartitionId id, Set<String> families) {
      return hasAll()
          || switch (id.kind()) {
            case ADVISORIES -> includes(id.subject());
            case DETAILS, IDENTITIES -> families.contains(id.subject().name());
            case ENRICHMENT -> !families.isEmpty();
          };
    }

    /// The ecosystems that a list has nothing about.
    Set<Ecosystem> missingIn(Manifest list) {
      Set<Ecosystem> missing = new TreeSet<>(ecosystems);
      for (Ecosystem each : present(list)) {
        missing.remove(each);
        missing.remove(new Ecosystem(each.name(), ""));
      }
      return missing;
    }
  }

  /// `db pull`: brings a database, or some ecosystems of it, however young what is here. Everything
  /// replaces what is here; some ecosystems join it.
  ///
  /// @param ecosystems empty for everything
  /// @throws Failure where it cannot be used; the database here stays as it is
  public Manifest pull(Path cacheFolder, Set<Ecosystem> ecosystems) throws IOException {
    Path folder = cacheFolder.resolve("db");
    Wish wish = new Wish(ecosystems, Set.of());
    List<Failure> failures = bring(folder, wish);
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return new Freshness(folder, clock)
        .manifest()
        .orElseThrow(() -> new DatabaseFailure("another process removed the database meanwhile"));
  }

  /// `db update`: what is here, from there; everything where nothing is here.
  ///
  /// @throws Failure where it cannot be used; the database here stays as it is
  public Manifest refresh(Path cacheFolder) throws IOException {
    Freshness here = new Freshness(cacheFolder.resolve("db"), clock);
    return pull(cacheFolder, here.manifest().map(Repositories::present).orElse(Set.of()));
  }

  /// Brings what is wanted from the first repository that can be used.
  ///
  /// @return empty, or, where none could be used, why the last could not
  List<Failure> bring(Path folder, Wish wish) {
    List<Failure> last = List.of();
    for (ImageRef ref : refs) {
      last.forEach(failure -> progress.warn(failure.getMessage() + "; trying " + ref));
      try {
        bring(folder, wish, ref);
        return List.of();
      } catch (Failure e) {
        last = List.of(unusable(ref, e));
      } catch (IOException e) {
        last = List.of(NetworkProblem.of(e).failure("fetch the database " + ref));
      }
    }
    return last;
  }

  private void bring(Path folder, Wish wish, ImageRef ref) throws IOException {
    Freshness freshness = new Freshness(folder, clock);
    try (Adoption adoption = Adoption.begin(folder, progress)) {
      if (!wish.expected().isEmpty() && freshness.stale(wish.expected()).isEmpty()) {
        return;
      }
      RemoteDatabase remote = RemoteDatabase.open(registries.apply(ref), ref);
      requireSome(wish, remote.list());
      Set<Ecosystem> missing = wish.missingIn(remote.list());
      if (!missing.isEmpty()) {
        progress.warn("the database " + ref + " has no advisories for " + words(missing));
      }
      Set<PartitionId> checked = new TreeSet<>(wish.expected());
      for (Manifest.Partition partition : wish.select(remote.list())) {
        boolean wasFetched = adoption.take(partition, each -> remote.openPartition(each, progress));
        progress.debug(partition.id() + (wasFetched ? ": fetched from " + ref : ": here already"));
        checked.add(partition.id());
      }
      adoption.finish(remote.list(), id -> !wish.hasAll());
      if (wish.hasAll()) {
        freshness.checkedAlone(checked);
      } else {
        freshness.checked(checked);
      }
    }
  }

  /// Whoever names ecosystems and gets none of them was mistaken.
  private static void requireSome(Wish wish, Manifest list) {
    if (wish.expected().isEmpty() && !wish.hasAll() && wish.select(list).isEmpty()) {
      throw new DatabaseFailure(
          "it has no advisories for " + words(wish.missingIn(list)),
          "it has them for " + words(present(list)));
    }
  }

  private static Set<Ecosystem> present(Manifest list) {
    Set<Ecosystem> present = new TreeSet<>();
    for (Manifest.Partition each : list.partitions()) {
      if (each.id().kind() == PartitionId.Kind.ADVISORIES) {
        present.add(each.id().subject());
      }
    }
    return present;
  }

  private static String words(Set<Ecosystem> ecosystems) {
    return ecosystems.stream().sorted().map(Ecosystem::toString).collect(Collectors.joining(", "));
  }

  /// What a failure about the registry means for whoever wants the database: exit code 4.
  private static Failure unusable(ImageRef ref, Failure failure) {
    String text = "cannot use the database " + ref + ": " + failure.getMessage();
    return switch (failure) {
      case UsageFailure usage -> usage;
      case RemoteFailure remote -> new RemoteFailure(text, remote.hint());
      case InputFailure input -> new DatabaseFailure(text, input.hint());
      case DatabaseFailure database -> new DatabaseFailure(text, database.hint());
    };
  }
}

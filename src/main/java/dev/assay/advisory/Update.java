package dev.assay.advisory;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.PartitionId;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.RemoteInput;
import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.Failure;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Brings partitions up to date from upstream's public bulk files. Each fetch is a database of its
/// own: where one fails the others count, and what was there stays.
public final class Update {
  private final Supplier<List<Feed>> feeds;
  private final Http http;
  private final Upstream upstream;
  private final InstantSource clock;
  private final Progress progress;

  /// @param feeds the ones there are; asked for where something is fetched, which scans mostly need
  ///   not do
  public Update(Supplier<List<Feed>> feeds, Http http, Upstream upstream, Progress progress) {
    this(feeds, http, upstream, progress, InstantSource.system());
  }

  Update(
      Supplier<List<Feed>> feeds,
      Http http,
      Upstream upstream,
      Progress progress,
      InstantSource clock) {
    this.feeds = feeds;
    this.http = http;
    this.upstream = upstream;
    this.clock = clock;
    this.progress = progress;
  }

  /// What a scan allows.
  ///
  /// @param skip never touch the network: `--skip-db-update`, `--offline-scan`
  /// @param repositories of `--db-repository`, where one is given
  public record Options(boolean skip, Optional<Repositories> repositories) {}

  /// Fetches what a scan needs: the partitions that are missing or were last checked more than a
  /// day ago, from the repositories where some are given, else from upstream. Where that is out of
  /// reach, or the folder cannot be written, the scan goes on with what there is, and says so.
  ///
  /// @param needed the ecosystems found
  /// @throws DatabaseFailure where no advisories for any of them are there in the end
  public void ensure(Path cacheFolder, Set<Ecosystem> needed, Options options) throws IOException {
    if (options.skip() || needed.isEmpty()) {
      return;
    }
    Path folder = cacheFolder.resolve("db");
    Freshness freshness = new Freshness(folder, clock);
    Set<Ecosystem> stale = new TreeSet<>();
    for (PartitionId id : freshness.stale(needed.stream().map(PartitionId::advisories).toList())) {
      stale.add(id.subject());
    }
    if (stale.isEmpty()) {
      return;
    }
    Optional<DatabaseFailure> closed = unwritable(folder);
    if (closed.isPresent()) {
      progress.warn(String.valueOf(closed.get().getMessage()));
      settle(freshness.manifest(), needed, List.of(closed.get()));
      return;
    }
    List<Failure> failures;
    if (options.repositories().isPresent()) {
      failures = options.repositories().get().bring(folder, Repositories.Wish.of(stale));
      if (isUsable(freshness.manifest(), needed)) {
        failures.forEach(failure -> progress.warn(String.valueOf(failure.getMessage())));
      }
    } else {
      failures = fromUpstream(folder, stale);
    }
    settle(freshness.manifest(), needed, failures);
  }

  /// Asked once and not for each partition: nothing is fetched that nobody could keep.
  private Optional<DatabaseFailure> unwritable(Path folder) throws IOException {
    try (var _ = DatabaseWriter.begin(folder, progress)) {
      return Optional.empty();
    } catch (DatabaseFailure e) {
      return Optional.of(e);
    }
  }

  private List<Failure> fromUpstream(Path folder, Set<Ecosystem> stale) throws IOException {
    List<Failure> failures = new ArrayList<>();
    for (Upstream.Fetch fetch : plan(stale)) {
      Set<PartitionId> expected = new TreeSet<>();
      stale.stream().filter(fetch::brings).map(PartitionId::advisories).forEach(expected::add);
      run(folder, fetch, expected).ifPresent(failures::add);
    }
    PartitionId exploited = PartitionId.enrichment("kev");
    if (!new Freshness(folder, clock).stale(Set.of(exploited)).isEmpty()) {
      Optional<Failure> lost = run(folder, upstream.exploited(), Set.of(exploited));
      if (new Freshness(folder, clock).manifest().isEmpty()) {
        lost.ifPresent(failures::add);
      }
    }
    return failures;
  }

  /// Refreshes every partition there is, however young.
  ///
  /// @throws DatabaseFailure where there is no database, or nothing of it could be refreshed
  public Manifest refresh(Path cacheFolder) throws IOException {
    Path folder = cacheFolder.resolve("db");
    Manifest before =
        AdvisoryDb.manifest(folder)
            .orElseThrow(() ->
                new DatabaseFailure(
                    "cannot update the advisory database: there is none in " + folder,
                    "a scan that may use the network fetches what it needs; or bring one: `assay db"
                        + " pull REF`, `assay db build --source NAME=PATH`"));
    Set<Ecosystem> present = new TreeSet<>();
    List<Upstream.Fetch> fetches = new ArrayList<>();
    for (Manifest.Partition partition : before.partitions()) {
      if (partition.id().kind() == PartitionId.Kind.ADVISORIES) {
        present.add(partition.id().subject());
      }
    }
    fetches.addAll(plan(present));
    fetches.add(upstream.exploited());
    if (before.find(PartitionId.enrichment("nvd")).isPresent()) {
      fetches.add(upstream.scores(Year.from(clock.instant().atOffset(ZoneOffset.UTC))));
    }
    if (before.find(PartitionId.enrichment("epss")).isPresent()) {
      fetches.add(upstream.probabilities());
    }
    List<Failure> failures = new ArrayList<>();
    for (Upstream.Fetch fetch : fetches) {
      run(folder, fetch, Set.of()).ifPresent(failures::add);
    }
    if (failures.size() == fetches.size()) {
      Failure first = failures.getFirst();
      throw new DatabaseFailure(
          "cannot update the advisory database: " + first.getMessage(), first.hint());
    }
    return AdvisoryDb.manifest(folder).orElse(before);
  }

  private List<Upstream.Fetch> plan(Collection<Ecosystem> ecosystems) {
    Set<Upstream.Fetch> fetches = new LinkedHashSet<>();
    for (Ecosystem ecosystem : ecosystems) {
      upstream
          .advisories(ecosystem)
          .ifPresentOrElse(
              fetches::add,
              () -> progress.warn("no source of advisories for " + ecosystem + " is fetched yet"));
    }
    return List.copyOf(fetches);
  }

  /// Fetches one thing and swaps it in.
  ///
  /// @param expected what it is fetched for: where another process has brought all of it meanwhile,
  ///   nothing is fetched; empty to fetch in any case
  /// @return why it failed, or empty
  private Optional<Failure> run(Path folder, Upstream.Fetch fetch, Set<PartitionId> expected) {
    Freshness freshness = new Freshness(folder, clock);
    try (DatabaseWriter writer = DatabaseWriter.begin(folder, progress)) {
      if (!expected.isEmpty() && freshness.stale(expected).isEmpty()) {
        return Optional.empty();
      }
      Feed feed = new Feeds(feeds.get()).find(fetch.feed());
      FeedInput input = new RemoteInput(http, fetch.addresses(), progress);
      Predicate<Ecosystem> wanted =
          ecosystem -> fetch.brings(ecosystem) || ecosystem.equals(family(fetch.subject()));
      String address = Hosts.withoutSecrets(fetch.addresses().getFirst().uri());
      new SourceRead(feed, address, wanted).run(input, address, writer);
      Set<PartitionId> checked = writer.written();
      checked.addAll(expected);
      writer.finish(partition -> true);
      freshness.checked(checked);
      return Optional.empty();
    } catch (Failure e) {
      progress.warn("cannot refresh " + fetch.label() + ": " + e.getMessage());
      return Optional.of(e);
    } catch (IOException e) {
      Failure failure = NetworkProblem.of(e).failure("refresh " + fetch.label());
      progress.warn(String.valueOf(failure.getMessage()));
      return Optional.of(failure);
    }
  }

  private static Ecosystem family(Ecosystem ecosystem) {
    return new Ecosystem(ecosystem.name(), "");
  }

  private static boolean isUsable(Optional<Manifest> manifest, Set<Ecosystem> needed) {
    return needed.stream()
        .anyMatch(e -> manifest.flatMap(m -> m.find(PartitionId.advisories(e))).isPresent());
  }

  private void settle(Optional<Manifest> manifest, Set<Ecosystem> needed, List<Failure> failures) {
    if (!isUsable(manifest, needed) && !failures.isEmpty()) {
      Failure first = failures.getFirst();
      throw new DatabaseFailure(
          "there are no advisories for " + needed.iterator().next() + ": " + first.getMessage(),
          first.hint().isEmpty()
              ? "check the network, or bring a database: `assay db build --source NAME=PATH`"
              : first.hint());
    }
    if (!failures.isEmpty() && manifest.isPresent()) {
      Instant date = manifest.get().facts().builtAt();
      long days = Duration.between(date, clock.instant()).toDays();
      progress.warn("going on with advisories of " + date + ", " + days + " days old");
    }
  }
}

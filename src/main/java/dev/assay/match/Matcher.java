package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.match.Claims.Candidate;
import dev.assay.model.Advisory;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.KeyOrder;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Vulnerability;
import dev.assay.version.VersionScheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds an inventory against the advisories. Keeps what it looked up, so that one matcher serves
/// the many components of one source package; not for use from several threads.
public final class Matcher {
  /// Report order: package, version, the worst first, id, place.
  public static final Comparator<Finding> REPORT_ORDER =
      KeyOrder.by((Finding finding) -> component(finding).name())
          .thenComparing(finding -> component(finding).id())
          .thenComparing(finding -> component(finding).version())
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(finding -> finding.vulnerability().id())
          .thenComparing(finding -> component(finding).path());

  private final AdvisoryDb db;
  private final SeverityChoice severities;
  private final Knowledge knowledge;
  private final RedHatStreams streams;
  private final Unanswered unanswered;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Ecosystem, Map<String, List<List<Advisory>>>> aliasSets = new HashMap<>();

  private Matcher(AdvisoryDb db, SeverityChoice severities) {
    this.db = db;
    this.severities = severities;
    this.knowledge = new Knowledge(db);
    this.streams = new RedHatStreams(db);
    this.unanswered = new Unanswered(db);
  }

  /// With severities as Trivy chooses them.
  public static Matches match(Inventory inventory, AdvisoryDb db) {
    return match(inventory, db, SeverityChoice.AUTO);
  }

  /// Everything at once, as thousands of packages are looked up before anything is compiled.
  public static Matches match(Inventory inventory, AdvisoryDb db, SeverityChoice severities) {
    Matcher matcher = new Matcher(db, severities);
    for (Placed placed : inventory.components()) {
      Component component = placed.component();
      Optional<Ecosystem> ecosystem = Ecosystems.of(component, inventory.operatingSystem());
      matcher.unanswered.look(component, ecosystem);
      if (ecosystem.isPresent() && isSubject(component)) {
        matcher.add(placed, ecosystem.get());
      }
    }
    matcher.findings.sort(REPORT_ORDER);
    return new Matches(
        matcher.findings, List.copyOf(matcher.unanswered.gaps()), matcher.unanswered.types());
  }

  private void add(Placed placed, Ecosystem ecosystem) {
    Component component = placed.component();
    Optional<VersionScheme> scheme = Schemes.of(ecosystem);
    List<Subject> subjects = subjects(component, ecosystem);
    List<List<Ecosystem>> tiers = streams.of(component, ecosystem);
    if (scheme.isPresent() && !mayHold(ecosystem, tiers, scheme.get(), subjects)) {
      return;
    }
    Subject first = subjects.getFirst();
    if ((scheme.isEmpty() || !scheme.get().isValid(first.version()))
        && !lookup(ecosystem, first).isEmpty()) {
      unanswered.undecided(component, ecosystem, first.name(), first.version());
    }
    scheme.ifPresent(s -> decide(placed, tiers, s, subjects));
  }

  private void decide(
      Placed placed, List<List<Ecosystem>> tiers, VersionScheme scheme, List<Subject> subjects) {
    Set<String> said = new HashSet<>();
    for (List<Ecosystem> tier : tiers) {
      Map<String, Decision> decisions = new LinkedHashMap<>();
      Set<String> saidHere = new HashSet<>();
      for (Ecosystem stream : tier) {
        Set<String> saidBefore = new HashSet<>(said);
        for (Subject subject : subjects) {
          Candidate candidate = new Candidate(scheme, subject.version());
          List<List<Advisory>> speaking = speaking(stream, subject, placed.component(), saidBefore);
          for (Claims claims : held(stream, speaking, candidate)) {
            decisions.merge(knownAs(claims), new Decision(claims, candidate), Decision::and);
          }
          speaking.forEach(set -> set.forEach(advisory -> saidBefore.add(advisory.id())));
        }
        saidHere.addAll(saidBefore);
      }
      said.addAll(saidHere);
      decisions.values().forEach(each -> findings.add(finding(placed, each)));
    }
  }

  /// What holds, and what it was held against.
  private record Decision(Claims claims, Candidate candidate) {
    /// The same vulnerability in another stream, or under another name of the package.
    Decision and(Decision other) {
      return new Decision(claims.and(other.claims), candidate);
    }
  }

  /// The sets of advisories about one vulnerability each that speak of the component, but for those
  /// that were told of before.
  private List<List<Advisory>> speaking(
      Ecosystem stream, Subject subject, Component component, Set<String> said) {
    return aliasSets(stream, subject).stream()
        .map(set -> set.stream().flatMap(a -> RpmRules.heard(a, component).stream()).toList())
        .filter(set -> set.stream().map(Advisory::id).noneMatch(said::contains))
        .filter(set -> !set.isEmpty())
        .toList();
  }

  /// Whether any advisory may hold, or there are some and a version that nobody can compare. Mostly
  /// neither, and the database tells without reading them; what hold together, and whose word
  /// counts, is a matter of those that do.
  private boolean mayHold(
      Ecosystem main, List<List<Ecosystem>> tiers, VersionScheme scheme, List<Subject> subjects) {
    boolean mayHold = mayHold(main, scheme, subjects);
    for (List<Ecosystem> tier : tiers) {
      for (Ecosystem stream : tier) {
        mayHold = mayHold || (!stream.equals(main) && mayHold(stream, scheme, subjects));
      }
    }
    return mayHold;
  }

  private boolean mayHold(Ecosystem ecosystem, VersionScheme scheme, List<Subject> subjects) {
    Optional<Ecosystem> behind = Ecosystems.behind(ecosystem);
    for (Subject subject : subjects) {
      Candidate candidate = new Candidate(scheme, subject.version());
      if (db.mayHold(ecosystem, subject.name(), candidate)
          || (behind.isPresent() && db.mayHold(behind.get(), subject.name(), candidate))
          || (!subject.kubernetes().isEmpty()
              && db.mayHold(Kubernetes.ECOSYSTEM, subject.kubernetes(), candidate))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the component can have findings at all.
  ///
  /// Nobody advises on third parties' system packages. One of Remi's repository has a release that
  /// ends so, also in a bill of materials that says no more.
  private static boolean isSubject(Component component) {
    boolean isRemis = component.type() == PackageType.RPM && component.version().endsWith(".remi");
    return !isRemis && !component.isThirdParty() && !KernelParts.neverRuns(component);
  }

  private List<Claims> held(
      Ecosystem ecosystem, List<List<Advisory>> aliasSets, Candidate candidate) {
    Map<String, Claims> byId = new LinkedHashMap<>();
    for (List<Advisory> aliasSet : aliasSets) {
      Claims claims = Claims.of(ecosystem, aliasSet, candidate);
      if (!claims.holding().isEmpty()) {
        byId.merge(knownAs(claims), claims, (a, b) -> join(a, b, candidate));
      }
    }
    return byId.values().stream().filter(claims -> !claims.holding().isEmpty()).toList();
  }

  private List<Advisory> lookup(Ecosystem ecosystem, Subject subject) {
    String name = subject.name();
    List<Advisory> own = db.lookup(ecosystem, name);
    if (!subject.kubernetes().isEmpty()) {
      own = new ArrayList<>(own);
      own.addAll(db.lookup(Kubernetes.ECOSYSTEM, subject.kubernetes()));
    }
    Optional<Ecosystem> behind = Ecosystems.behind(ecosystem);
    if (behind.isEmpty()) {
      return own;
    }
    Set<String> said = own.stream().map(Advisory::id).collect(Collectors.toSet());
    List<Advisory> all = new ArrayList<>(own);
    db.lookup(behind.get(), name).stream()
        .filter(advisory -> !said.contains(advisory.id()))
        .forEach(all::add);
    return all;
  }

  /// Whether advisories call the component by its own name and not by its source package's.
  private static boolean isByOwnName(Component component, Ecosystem ecosystem) {
    return component.type() == PackageType.RPM && !RpmRules.isBySource(ecosystem);
  }

  /// What advisories may call the component, the name whose word counts first; and its version
  /// under that name.
  ///
  /// @param kubernetes what Kubernetes' own advisories call it; mostly empty
  private record Subject(String name, String version, String kubernetes) {
    Subject(String name, String version) {
      this(name, version, "");
    }
  }

  private static Subject first(Component component, Ecosystem ecosystem) {
    return new Subject(
        name(component, ecosystem),
        version(component, ecosystem),
        component.type() == PackageType.GO ? Kubernetes.name(component) : "");
  }

  private static List<Subject> subjects(Component component, Ecosystem ecosystem) {
    Subject first = first(component, ecosystem);
    if (component.type() != PackageType.RPM || !RpmRules.isByBothNames(ecosystem)) {
      return List.of(first);
    }
    return Stream.of(
            first,
            new Subject(component.name(), component.version()),
            new Subject(component.advisoryName(), component.advisoryVersion()))
        .distinct()
        .toList();
  }

  /// What advisories call the component.
  private static String name(Component component, Ecosystem ecosystem) {
    return isByOwnName(component, ecosystem) ? component.name() : component.advisoryName();
  }

  /// The version that such an advisory speaks of.
  private static String version(Component component, Ecosystem ecosystem) {
    return isByOwnName(component, ecosystem) ? component.version() : component.advisoryVersion();
  }

  private List<List<Advisory>> aliasSets(Ecosystem ecosystem, Subject subject) {
    return aliasSets
        .computeIfAbsent(ecosystem, e -> new HashMap<>())
        .computeIfAbsent(
            subject.name() + " " + subject.kubernetes(),
            n -> AliasSets.of(lookup(ecosystem, subject), id -> aliases(ecosystem, id)));
  }

  /// Wolfi and its kin list a vulnerability under each of its ids and do not say that they are one.
  private List<String> aliases(Ecosystem ecosystem, String id) {
    return !Standing.isLanguage(ecosystem) && id.startsWith("GHSA-")
        ? knowledge.aliases(ecosystem, id)
        : List.of();
  }

  /// Details may know an alias that no advisory of the package names.
  private String knownAs(Claims claims) {
    return knowledge.of(claims.ecosystem(), claims.all()).id();
  }

  private static Claims join(Claims a, Claims b, Candidate candidate) {
    List<Advisory> both = new ArrayList<>(a.all());
    both.addAll(b.all());
    return Claims.of(a.ecosystem(), both, candidate);
  }

  private Finding finding(Placed placed, Decision decision) {
    Claims claims = decision.claims();
    Candidate candidate = decision.candidate();
    Vulnerability vulnerability = knowledge.of(claims.ecosystem(), claims.all());
    SeverityChoice.Chosen severity =
        severities.choose(claims.holding(), vulnerability, claims.ecosystem());
    String fixedVersion = claims.fixedVersion(candidate);
    return new Finding(
        placed,
        vulnerability,
        claims.all(),
        candidate.scheme().name(),
        fixedVersion,
        claims.status(!fixedVersion.isEmpty()),
        severity.severity(),
        severity.source());
  }

  private static Component component(Finding finding) {
    return finding.placed().component();
  }
}

package dev.assay.match;

import static dev.assay.match.ListedAdvisories.advisory;
import static dev.assay.match.ListedAdvisories.fixed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Rating;
import dev.assay.model.Relationship;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MatcherTest {
  private static final OperatingSystem ALPINE = system("alpine", "3.10.9");
  private static final OperatingSystem DEBIAN = system("debian", "11.6");

  private final ListedAdvisories db = new ListedAdvisories();

  @Test
  void comparesTheSourcePackageOfADistribution() {
    db.with("debian:11", fixed("debian", "CVE-2021-3711", "openssl", "1.1.1k-1+deb11u1"));
    Component binary =
        Component.of(PackageType.DEB, "dpkg", "libssl1.1", "1.1.1k-1+b1")
            .source("openssl", "1.1.1k-1")
            .build();

    Finding finding = only(match(DEBIAN, binary));

    assertEquals("CVE-2021-3711", finding.vulnerability().id());
    assertEquals("1.1.1k-1+deb11u1", finding.fixedVersion());
    assertEquals(Status.FIXED, finding.status());
    assertEquals("deb", finding.rule());
  }

  @Test
  void findsNothingAtTheFixedVersionNorInAnotherRelease() {
    db.with("alpine:3.10", fixed("alpine", "CVE-2019-1547", "openssl", "1.1.1d-r0"));
    db.with("alpine:3.9", fixed("alpine", "CVE-2099-1", "openssl", "9-r0"));

    assertEquals(List.of(), match(ALPINE, apk("openssl", "1.1.1d-r0")));
    assertEquals(1, match(ALPINE, apk("openssl", "1.1.1c-r9")).size());
  }

  @Test
  void keepsOneFindingForARegressionUpdateAndItsHighestFix() {
    db.with(
        "debian:11",
        advisory("debian", "CVE-2021-33844", "sox")
            .vendorIds("DSA-5356-1")
            .ranges(AffectedRange.before("14.4.2+git20190427-2+deb11u1"))
            .build(),
        advisory("debian", "CVE-2021-33844", "sox")
            .vendorIds("DSA-5356-2")
            .ranges(AffectedRange.before("14.4.2+git20190427-2+deb11u2"))
            .build());

    Finding finding = only(match(DEBIAN, deb("sox", "14.4.2+git20190427-2")));

    assertEquals("14.4.2+git20190427-2+deb11u2", finding.fixedVersion());
    assertEquals(2, finding.advisories().size());
  }

  @Test
  void programsOfKubernetesAreHeldAgainstItsOwnAdvisoriesAndWhatIsLinkedInIsNot() {
    db.with("go", fixed("govulndb", "GO-2024-1", "k8s.io/kubernetes", "1.29.3"));
    db.with(
        "kubernetes",
        fixed("k8s", "CVE-2024-2", "k8s.io/kubelet", "1.29.4"),
        fixed("k8s", "CVE-2024-3", "k8s.io/apiserver", "1.29.4"),
        fixed("k8s", "CVE-2024-4", "k8s.io/ingress-nginx", "1.9.0"));

    assertEquals(
        List.of("CVE-2024-2", "GO-2024-1"),
        ids(match(DEBIAN, goProgram("k8s.io/kubernetes", "v1.29.2", "cmd/kubelet"))));
    assertEquals(
        List.of("CVE-2024-3"),
        ids(match(DEBIAN, goProgram("k8s.io/kubernetes", "v1.29.3", "cmd/kube-apiserver"))));
    assertEquals(
        List.of("CVE-2024-4"),
        ids(match(DEBIAN, goProgram("k8s.io/ingress-nginx", "v1.8.4", "cmd/nginx"))));
    Component linked =
        Component.of(PackageType.GO, "gobinary", "k8s.io/apiserver", "v0.29.2").build();
    assertEquals(List.of(), match(DEBIAN, linked));
  }

  private static Component goProgram(String module, String version, String program) {
    return Component.of(PackageType.GO, "gobinary", module, version)
        .relationship(Relationship.ROOT)
        .detail("program", module + "/" + program)
        .build();
  }

  @Test
  void whatSubscribersOfUbuntuGotIsHeldAgainstWhatSubscribersAreTold() {
    db.with(
        "ubuntu:18.04",
        advisory("ubuntu", "CVE-2023-1", "glibc")
            .ranges(AffectedRange.ALL)
            .status(Status.END_OF_LIFE)
            .build(),
        fixed("ubuntu", "CVE-2023-2", "glibc", "2.27-3ubuntu1.7"));
    db.with("ubuntu:18.04-esm", fixed("ubuntu", "CVE-2023-1", "glibc", "2.27-3ubuntu1.6+esm2"));
    OperatingSystem bionic = system("ubuntu", "18.04");

    assertEquals(
        List.of("CVE-2023-1", "CVE-2023-2"), ids(match(bionic, deb("glibc", "2.27-3ubuntu1.6"))));
    assertEquals(
        List.of("CVE-2023-1", "CVE-2023-2"),
        ids(match(bionic, deb("glibc", "2.27-3ubuntu1.6+esm1"))));
    assertEquals(List.of("CVE-2023-2"), ids(match(bionic, deb("glibc", "2.27-3ubuntu1.6+esm2"))));
  }

  @Test
  void reportsWhatTheDistributionLeavesOpenInItsOwnWords() {
    db.with(
        "debian:11",
        advisory("debian", "CVE-2011-3374", "apt")
            .ranges(AffectedRange.ALL)
            .status(Status.WILL_NOT_FIX)
            .severity(Severity.LOW)
            .build());

    Finding finding = only(match(DEBIAN, deb("apt", "2.2.4")));

    assertEquals("", finding.fixedVersion());
    assertEquals(Status.WILL_NOT_FIX, finding.status());
    assertEquals(Severity.LOW, finding.severity());
    assertEquals("debian", finding.severitySource());
  }

  @Test
  void believesTheDistributionRatherThanAConversion() {
    db.with(
        "debian:11",
        advisory("debian", "CVE-2020-1", "a").status(Status.NOT_AFFECTED).build(),
        fixed("osv", "CVE-2020-1", "a", "9"),
        fixed("debian", "CVE-2020-2", "a", "1.0-1"),
        fixed("osv", "CVE-2020-2", "a", "9"),
        fixed("osv", "CVE-2020-3", "a", "9"));

    assertEquals(List.of("CVE-2020-3"), ids(match(DEBIAN, deb("a", "1.0-1"))));
  }

  @Test
  void joinsAliasesIntoOneFindingNamedAfterTheCve() {
    db.with(
        "pypi",
        advisory("pypa", "PYSEC-2021-1", "jinja2")
            .aliases("CVE-2020-28493")
            .ranges(AffectedRange.before("2.11.3"))
            .build(),
        advisory("ghsa", "GHSA-g3rq-g295-4j3m", "jinja2")
            .aliases("CVE-2020-28493", "SNYK-1")
            .ranges(new AffectedRange("0", "2.11.3", ""), new AffectedRange("3.0a0", "3.0.1", ""))
            .severity(Severity.MEDIUM)
            .build());

    Finding finding = only(match(language(PackageType.PYPI, "jinja2", "2.10")));

    assertEquals("CVE-2020-28493", finding.vulnerability().id());
    assertEquals(
        List.of("GHSA-g3rq-g295-4j3m", "PYSEC-2021-1", "SNYK-1"),
        finding.vulnerability().aliases());
    assertEquals("ghsa", finding.advisories().getFirst().source().id());
    assertEquals("2.11.3, 3.0.1", finding.fixedVersion());
    assertEquals("ghsa", finding.severitySource());
  }

  @Test
  void joinsAdvisoriesThatOnlyTheDetailsCallTheSame() {
    db.with(
        "npm",
        fixed("nodejs-security-wg", "NSWG-ECO-1", "a", "2.0.0"),
        advisory("ghsa", "GHSA-1", "a")
            .aliases("CVE-2020-1")
            .ranges(AffectedRange.before("3.0.0"))
            .build());
    db.with(aliased("NSWG-ECO-1", "CVE-2020-1"));

    Finding finding = only(match(language(PackageType.NPM, "a", "1.0.0")));

    assertEquals("CVE-2020-1", finding.vulnerability().id());
    assertEquals(List.of("GHSA-1", "NSWG-ECO-1"), finding.vulnerability().aliases());
  }

  @Test
  void keepsTheRecordsOwnIdWhereThereIsNoCve() {
    db.with(
        "npm",
        advisory("osv", "MAL-1", "a").ranges(AffectedRange.ALL).build(),
        advisory("osv", "NSWG-2", "b").aliases("GHSA-9").ranges(AffectedRange.ALL).build());

    assertEquals(
        List.of("MAL-1", "GHSA-9"),
        ids(
            match(
                language(PackageType.NPM, "a", "1.0.0"), language(PackageType.NPM, "b", "1.0.0"))));
  }

  @Test
  void takesEitherSourcesWordForALanguagePackage() {
    db.with(
        "npm",
        advisory("ghsa", "GHSA-1", "a")
            .aliases("CVE-2020-1")
            .ranges(AffectedRange.before("1.0.0"))
            .build(),
        advisory("osv", "X-1", "a")
            .aliases("CVE-2020-1")
            .ranges(AffectedRange.before("1.5.0"))
            .build());

    Finding finding = only(match(language(PackageType.NPM, "a", "1.2.0")));

    assertEquals("1.5.0", finding.fixedVersion());
    assertEquals("X-1", finding.advisories().getFirst().id());
    assertEquals(2, finding.advisories().size());
  }

  @Test
  void choosesSeverityAsTrivyDoes() {
    db.with("alpine:3.10", fixed("alpine", "CVE-2020-1", "a", "2-r0"));
    db.with("npm", advisory("osv", "CVE-2020-1", "a").ranges(AffectedRange.ALL).build());
    db.with(
        rated(
            "CVE-2020-1",
            new Rating("ghsa", Severity.HIGH, List.of()),
            new Rating("nvd", Severity.CRITICAL, List.of()),
            new Rating("redhat", Severity.LOW, List.of())));
    Component system = apk("a", "1-r0");
    Component npm = language(PackageType.NPM, "a", "1.0.0");

    assertEquals("nvd", only(match(ALPINE, system)).severitySource());
    assertEquals("ghsa", only(match(npm)).severitySource());
    assertEquals(Severity.LOW, chosen(npm, "redhat").severity());
    assertEquals(Severity.UNKNOWN, chosen(npm, "debian").severity());
    assertEquals("ghsa", chosen(npm, "debian", "auto").severitySource());
  }

  @Test
  void matchesNoPackageOfAForeignDistribution() {
    db.with("alpine:3.10", fixed("alpine", "CVE-2020-1", "a", "2-r0"));

    assertEquals(List.of(), match(ALPINE, deb("a", "1-r0")));
    assertEquals(List.of(), match(apk("a", "1-r0")));
  }

  @Test
  void listsAVersionThatIsNoneAndNamesWhatItCannotCompare() {
    db.with(
        "pypi",
        fixed("pypa", "CVE-2020-1", "pytz", "2005"),
        advisory("pypa", "CVE-2020-2", "pytz").versions("2004d").build());
    Component odd =
        Component.of(PackageType.PYPI, "python-pkg", "pytz", "2004d").path("a/METADATA").build();
    Inventory inventory = inventory(Optional.empty(), odd);

    assertEquals(List.of("CVE-2020-2"), ids(Matcher.match(inventory, db).findings()));
    assertEquals(
        "a/METADATA: cannot compare version `2004d` of pytz with the advisories of pypi",
        Matcher.match(inventory, db).gaps().getFirst().toString());
  }

  @Test
  void namesTheComponentWhereThereIsNoPlaceAndNoVersion() {
    db.with("pypi", fixed("pypa", "CVE-2020-1", "pytz", "2005"));
    Inventory inventory =
        inventory(
            Optional.empty(),
            language(PackageType.PYPI, "pytz", "2004d"),
            language(PackageType.PYPI, "pytz", ""));
    assertEquals(
        List.of(
            "pytz: pytz has no version to compare with the advisories of pypi",
            "pytz@2004d: cannot compare version `2004d` of pytz with the advisories of pypi"),
        Matcher.match(inventory, db).gaps().stream().map(Object::toString).toList());
  }

  @Test
  void cannotSayOfWhatIsNoVersionThatItIsCleared() {
    db.with("npm", advisory("ghsa", "CVE-2020-1", "a").status(Status.NOT_AFFECTED).build());
    Matches matches =
        Matcher.match(inventory(Optional.empty(), language(PackageType.NPM, "a", "?")), db);

    assertEquals(List.of(), matches.findings());
    assertEquals(
        List.of("a@?: cannot compare version `?` of a with the advisories of npm"),
        matches.gaps().stream().map(Object::toString).toList());
    assertEquals(Set.of(), matches.unmatched());
  }

  @Test
  void namesWhatNoAdvisoryInTheDatabaseCouldBeAbout() {
    db.with("npm", fixed("ghsa", "CVE-2020-1", "a", "2"));
    Matches matches =
        Matcher.match(
            inventory(
                Optional.of(ALPINE),
                apk("a", "1-r0"),
                deb("b", "1"),
                language(PackageType.NPM, "a", "3.0.0"),
                language(PackageType.PYPI, "a", "1"),
                language(PackageType.PYPI, "b", "1")),
            db);

    assertEquals(List.of(), matches.findings());
    assertEquals(
        List.of(
            "apk packages: not held against advisories: the database has none for alpine:3.10",
            "deb packages: not held against advisories: none are known for what they belong to",
            "pypi packages: not held against advisories: the database has none for pypi"),
        matches.gaps().stream().map(Object::toString).toList());
    assertEquals(Set.of(PackageType.APK, PackageType.DEB, PackageType.PYPI), matches.unmatched());
  }

  @Test
  void namesWhatBelongsToNothingWhereverItStands() {
    Component bitnamis =
        Component.of(PackageType.GENERIC, "x", "c", "1").detail("advisories", "bitnami").build();
    Matches matches =
        Matcher.match(
            inventory(
                Optional.empty(),
                deb("a", "1"),
                language(PackageType.GENERIC, "b", "1"),
                bitnamis,
                deb("z", "1")),
            db);

    assertEquals(
        List.of(
            "deb packages: not held against advisories: none are known for what they belong to",
            "generic packages: not held against advisories: the database has none for bitnami"),
        matches.gaps().stream().map(Object::toString).toList());
  }

  @Test
  void sortsByNameVersionSeverityIdAndPath() {
    db.with(
        "npm",
        advisory("ghsa", "CVE-2020-2", "b").ranges(AffectedRange.ALL).build(),
        advisory("ghsa", "CVE-2020-1", "b")
            .ranges(AffectedRange.ALL)
            .severity(Severity.LOW)
            .build(),
        advisory("ghsa", "CVE-2020-3", "b")
            .ranges(AffectedRange.ALL)
            .severity(Severity.HIGH)
            .build(),
        advisory("ghsa", "CVE-2020-4", "a").ranges(AffectedRange.ALL).build());

    List<Finding> findings =
        match(
            language(PackageType.NPM, "b", "2.0.0"),
            language(PackageType.NPM, "b", "1.0.0"),
            language(PackageType.NPM, "a", "9.0.0"));

    assertEquals(
        List.of(
            "a@9.0.0 CVE-2020-4",
            "b@1.0.0 CVE-2020-3",
            "b@1.0.0 CVE-2020-1",
            "b@1.0.0 CVE-2020-2",
            "b@2.0.0 CVE-2020-3",
            "b@2.0.0 CVE-2020-1",
            "b@2.0.0 CVE-2020-2"),
        findings.stream()
            .map(f -> f.placed().component().id() + " " + f.vulnerability().id())
            .toList());
  }

  @Test
  void joinsWhatSeveralRecordsTellOfAVulnerability() {
    db.with(
        "npm",
        advisory("ghsa", "GHSA-1", "a")
            .aliases("CVE-2020-1")
            .ranges(AffectedRange.ALL)
            .severity(Severity.HIGH)
            .build());
    db.with(rated("CVE-2020-1", new Rating("nvd", Severity.CRITICAL, List.of())));

    Vulnerability known = only(match(language(PackageType.NPM, "a", "1.0.0"))).vulnerability();

    assertEquals(
        List.of("ghsa HIGH", "nvd CRITICAL"),
        known.ratings().stream().map(r -> r.source() + " " + r.severity()).toList());
    assertTrue(known.aliases().contains("GHSA-1"));
  }

  private Finding chosen(Component component, String... sources) {
    return only(
        Matcher.match(
                inventory(Optional.empty(), component), db, new SeverityChoice(List.of(sources)))
            .findings());
  }

  private List<Finding> match(OperatingSystem system, Component... components) {
    return Matcher.match(inventory(Optional.of(system), components), db).findings();
  }

  private List<Finding> match(Component... components) {
    return Matcher.match(inventory(Optional.empty(), components), db).findings();
  }

  private static Inventory inventory(Optional<OperatingSystem> system, Component... components) {
    return new Inventory(
        system,
        Arrays.stream(components).map(one -> new Placed(one, Optional.empty())).toList(),
        List.of());
  }

  private static List<String> ids(List<Finding> findings) {
    return findings.stream().map(finding -> finding.vulnerability().id()).toList();
  }

  private static Finding only(List<Finding> findings) {
    assertEquals(1, findings.size(), () -> ids(findings).toString());
    return findings.getFirst();
  }

  private static OperatingSystem system(String family, String name) {
    return new OperatingSystem(family, name, "", Optional.empty());
  }

  private static Component apk(String name, String version) {
    return Component.of(PackageType.APK, "apk", name, version).build();
  }

  private static Component deb(String name, String version) {
    return Component.of(PackageType.DEB, "dpkg", name, version).build();
  }

  private static Component language(PackageType type, String name, String version) {
    return Component.of(type, type.purlType(), name, version).build();
  }

  private static Vulnerability rated(String id, Rating... ratings) {
    return new Vulnerability(
        id,
        List.of(),
        "title",
        "",
        List.of(),
        List.of(),
        List.of(ratings),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }

  private static Vulnerability aliased(String id, String alias) {
    return new Vulnerability(
        id,
        List.of(alias),
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty());
  }
}

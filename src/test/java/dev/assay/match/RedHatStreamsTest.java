package dev.assay.match;

import static dev.assay.match.ListedAdvisories.advisory;
import static dev.assay.match.ListedAdvisories.fixed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An image names the repositories that its packages came from: only their streams speak.
final class RedHatStreamsTest {
  private static final String MAIN = "rhel-8-for-x86_64-baseos-rpms";
  private static final String EUS = "rhel-8-for-x86_64-baseos-eus-rpms__8_DOT_6";
  private static final String OPENSHIFT = "rhocp-4.14-for-rhel-8-x86_64-rpms";

  private final ListedAdvisories db = new ListedAdvisories();

  private List<String> match(String version, String... repositories) {
    Component.Builder component = Component.of(PackageType.RPM, "rpm", "kettle", version);
    component.detail(Component.CONTENT_SETS, String.join(" ", repositories));
    var system = new OperatingSystem("redhat", "8.6", "", Optional.empty());
    var placed = new Placed(component.build(), Optional.empty());
    return Matcher.match(new Inventory(Optional.of(system), List.of(placed), List.of()), db)
        .findings()
        .stream()
        .map(one -> (one.vulnerability().id() + " " + one.fixedVersion()).strip())
        .toList();
  }

  private static List<String> found(String... findings) {
    return Arrays.asList(findings);
  }

  @Test
  void aStreamThatAnImageDoesNotHaveDecidesNothing() {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-5.el8"));
    for (String stream : List.of("eus-8.4", "eus-8.6", "aus-8.6", "e4s-8.6", "tus-8.6")) {
      db.with("redhat:rhel_" + stream, fixed("redhat", "CVE-1-2", "kettle", "9-1.el8_6"));
    }
    db.with("redhat:openshift-4.14-el8", fixed("redhat", "CVE-1-3", "kettle", "9-1.el8"));
    db.with("redhat:openshift-4", fixed("redhat", "CVE-1-3", "kettle", "9-1.el8"));
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8"), "nothing is known of it");
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8", MAIN));
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8", "ubi-8-baseos-rpms"));
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8_6", MAIN, "rhel-8-my-own-rpms"));
  }

  @Test
  void anExtendedStreamDecidesItsPackages() {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-9.el8"));
    db.with("redhat:rhel_eus-8.6", fixed("redhat", "CVE-1-1", "kettle", "1.2-4.el8_6.2"));
    db.with("redhat:rhel_eus-8.4", fixed("redhat", "CVE-1-1", "kettle", "1.2-20.el8_4"));
    assertEquals(found("CVE-1-1 1.2-4.el8_6.2"), match("1.2-4.el8_6.1", EUS));
    assertEquals(found(), match("1.2-4.el8_6.2", EUS));
    assertEquals(found("CVE-1-1 1.2-9.el8"), match("1.2-4.el8_6.2", MAIN));
    assertEquals(
        found(), match("1.2-4.el8_6.2", EUS, MAIN), "the stream of the build before the main one");
    assertEquals(
        found("CVE-1-1 1.2-9.el8"),
        match("1.2-4.el8_7.2", EUS, MAIN),
        "a build of another minor release: both speak, and the higher fix is told");
  }

  @Test
  void theMainStreamTellsWhatAnExtendedOneDidNotFix() {
    db.with(
        "redhat:8",
        fixed("redhat", "CVE-1-1", "kettle", "1.2-9.el8"),
        advisory("redhat", "CVE-1-2", "kettle").ranges(AffectedRange.ALL).build(),
        advisory("redhat", "CVE-1-3", "kettle").ranges(AffectedRange.ALL).build());
    db.with(
        "redhat:rhel_eus-8.6",
        advisory("redhat", "CVE-1-3", "kettle").status(Status.NOT_AFFECTED).build());
    assertEquals(found("CVE-1-1 1.2-9.el8", "CVE-1-2"), match("1.2-4.el8_6.2", EUS));
    assertEquals(found("CVE-1-2"), match("1.2-9.el8_6", EUS));
  }

  @Test
  void aLayeredProductDecidesWhatIsInIt() {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-5.el8"));
    db.with(
        "redhat:openshift-4.14-el8",
        fixed("redhat", "CVE-1-2", "kettle", "1.2-5.rhaos4.14.el8"),
        fixed("redhat", "CVE-1-4", "kettle", "1.1-1.rhaos4.14.el8"));
    db.with("redhat:openshift-4.14-el9", fixed("redhat", "CVE-1-3", "kettle", "9-1.el9"));
    db.with(
        "redhat:openshift-4",
        advisory("redhat", "CVE-1-4", "kettle").ranges(AffectedRange.ALL).build(),
        advisory("redhat", "CVE-1-5", "kettle").ranges(AffectedRange.ALL).build());
    assertEquals(
        found("CVE-1-1 1.2-5.el8", "CVE-1-2 1.2-5.rhaos4.14.el8", "CVE-1-5"),
        match("1.2-4.rhaos4.14.el8", OPENSHIFT));
    assertEquals(
        match("1.2-4.rhaos4.14.el8", OPENSHIFT),
        match("1.2-4.rhaos4.14.el8", MAIN, "cpe:/a:redhat:openshift:4.14::el8"));
  }

  @ParameterizedTest
  @CsvSource({
    "cpe:/o:redhat:enterprise_linux",
    "cpe:/o:redhat:enterprise_linux:-",
    "cpe:/o:redhat:enterprise_linux:*::baseos",
    "cpe:/o:redhat:rhel_eus:*",
    "cpe:/o:redhat:rhel_eus:7.6",
    "rhel-7-server-rpms",
    "ubi-9-baseos-rpms"
  })
  void whatSaysNothingOfItsReleaseDoesNotSilenceTheMainStream(String repository) {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-5.el8"));
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8", repository));
  }

  @Test
  void oneProductDoesNotClearAnother() {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-5.el8"));
    db.with(
        "redhat:openshift-4.14-el8",
        advisory("redhat", "CVE-1-1", "kettle").status(Status.NOT_AFFECTED).build());
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8", MAIN, OPENSHIFT));
  }

  @Test
  void redHatsListCountsBeforeTheName() {
    db.with("redhat:8", fixed("redhat", "CVE-1-1", "kettle", "1.2-5.el8"));
    db.with("redhat:satellite-6.11-el8", fixed("redhat", "CVE-1-2", "kettle", "1.2-6.el8sat"));
    String repository = "satellite-6.11-for-rhel-8-x86_64-rpms";
    assertEquals(found("CVE-1-1 1.2-5.el8"), match("1.2-4.el8", repository), "nobody knows it");
    db.with(listed(repository, "cpe:/a:redhat:satellite:6.11::el8", "no CPE"));
    assertEquals(
        found("CVE-1-1 1.2-5.el8", "CVE-1-2 1.2-6.el8sat"), match("1.2-4.el8", repository));
    db.with(listed(MAIN, "cpe:/o:redhat:rhel_eus:8.6::baseos"));
    db.with("redhat:rhel_eus-8.6", fixed("redhat", "CVE-1-1", "kettle", "1.2-4.el8_6"));
    assertEquals(found(), match("1.2-4.el8_6", MAIN));
  }

  private static Vulnerability listed(String repository, String... cpes) {
    Vulnerability none = Vulnerability.unknown(repository);
    return new Vulnerability(
        repository,
        List.of(),
        "",
        "",
        List.of(cpes),
        List.of(),
        none.ratings(),
        none.published(),
        none.modified(),
        "",
        none.epss());
  }

  @ParameterizedTest
  @CsvSource({
    "rhel-9-for-aarch64-appstream-rpms, [redhat:9]",
    "rhel-9-for-x86_64-supplementary-source-rpms, [redhat:9]",
    "ubi-9-for-x86_64-baseos-rpms, [redhat:9]",
    "ubi-8-appstream-rpms, [redhat:8]",
    "rhel-7-server-rpms, [redhat:7]",
    "rhel-7-server-optional-rpms, [redhat:7]",
    "codeready-builder-for-rhel-9-x86_64-rpms, [redhat:9]",
    "rhel-9-for-x86_64-appstream-eus-rpms__9_DOT_2, '[redhat:rhel_eus-9.2, redhat:9]'",
    "rhel-8-for-x86_64-baseos-e4s-rpms__8_DOT_6, '[redhat:rhel_e4s-8.6, redhat:8]'",
    "rhel-8-for-x86_64-baseos-eus-rpms, [redhat:9]",
    "rhocp-4.16-for-rhel-9-x86_64-rpms, '[redhat:openshift-4.16-el9, redhat:9,"
        + " redhat:openshift-4.16, redhat:openshift-4, redhat:openshift]'",
    "epel-9, [redhat:9]",
    "cpe:/o:redhat:enterprise_linux_eus:10.2, '[redhat:rhel_eus-10.2, redhat:10]'",
    "cpe:/o:redhat:enterprise_linux:10.1, [redhat:10]",
    "cpe:/a:someone:else:1, [redhat:9]"
  })
  void namesOfRepositoriesTellTheirStreams(String repository, String streams) {
    Component component =
        Component.of(PackageType.RPM, "rpm", "kettle", "1-1.el9")
            .detail(Component.CONTENT_SETS, repository)
            .build();
    String own = streams.replaceAll("(?s).*redhat:([0-9]+)\\b.*", "$1");
    assertEquals(streams, RedHatStreams.all(component, new Ecosystem("redhat", own)).toString());
  }

  @Test
  void repositoriesMeanNothingToOtherDistributions() {
    Component component =
        Component.of(PackageType.RPM, "rpm", "kettle", "1-1.el9")
            .detail(Component.CONTENT_SETS, EUS)
            .build();
    Ecosystem alma = new Ecosystem("alma", "9");
    assertEquals(List.of(alma), RedHatStreams.all(component, alma));
  }
}

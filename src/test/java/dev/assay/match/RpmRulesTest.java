package dev.assay.match;

import static dev.assay.match.ListedAdvisories.advisory;
import static dev.assay.match.ListedAdvisories.fixed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RpmRulesTest {
  private static final String NODE_12 = "nodejs:12:8030020201124152102:229f0a1c";
  private static final String NODE_14 = "nodejs:14:8030020201124152102:229f0a1c";

  private final ListedAdvisories db = new ListedAdvisories();

  private static Component.Builder rpm(String name, String version) {
    return Component.of(PackageType.RPM, "rpm", name, version);
  }

  private List<String> match(String family, String release, Component component) {
    var system = new OperatingSystem(family, release, "", Optional.empty());
    var placed = new Placed(component, Optional.empty());
    return Matcher.match(new Inventory(Optional.of(system), List.of(placed), List.of()), db)
        .findings()
        .stream()
        .map(one -> one.vulnerability().id() + " " + one.fixedVersion())
        .toList();
  }

  private List<String> alma(Component.Builder component) {
    return match("alma", "8.9", component.build());
  }

  @Test
  void looksUpThePackageItselfWhereNoticesListPackages() {
    db.with(
        "alma:8",
        fixed("alma", "CVE-1-1", "openssl-libs", "1:1.1.1k-7.el8_6"),
        fixed("alma", "CVE-1-2", "openssl", "1:1.1.1k-9.el8_6"));
    Component.Builder libs =
        rpm("openssl-libs", "1:1.1.1k-5.el8_5").source("openssl", "1:1.1.1k-5.el8_5");
    assertEquals(List.of("CVE-1-1 1:1.1.1k-7.el8_6"), alma(libs));
  }

  @ParameterizedTest
  @CsvSource({
    "azurelinux, 3.0, azurelinux:3.0",
    "cbl-mariner, 2.0.20240101, cbl-mariner:2.0",
    "photon, 4.0, photon:4.0",
    "rocky, 9.3, rocky:9"
  })
  void looksUpTheSourcePackageWhereRecordsNameIt(String family, String release, String ecosystem) {
    db.with(
        ecosystem,
        fixed("osv", "CVE-1-1", "curl", "7.79.1-2"),
        fixed("osv", "CVE-1-2", "libcurl4", "9-1"));
    Component libcurl = rpm("libcurl4", "7.79.1-1.1").source("curl", "7.79.1-1").build();
    assertEquals(List.of("CVE-1-1 7.79.1-2"), match(family, release, libcurl));
  }

  @Test
  void keepsStreamsOfAModuleApart() {
    db.with(
        "alma:8",
        advisory("alma", "CVE-1-1", "npm")
            .ranges(AffectedRange.before("1:6.14.11-1.12.20.1.1.module_el8.3.0+2023+d2377ea3"))
            .modules("nodejs:12")
            .build());
    String version = "1:6.9.0-1.module_el8.3.0+1+a";
    assertEquals(1, alma(rpm("npm", version).detail("modularitylabel", NODE_12)).size());
    assertEquals(List.of(), alma(rpm("npm", version).detail("modularitylabel", NODE_14)));
    assertEquals(List.of(), alma(rpm("npm", "1:6.9.0-1.el8")), "outside of modules");
    assertEquals(1, alma(rpm("npm", version)).size(), "of a stream that nobody tells");
  }

  @Test
  void keepsModulesOutOfNoticesAboutOtherPackages() {
    db.with("alma:8", fixed("alma", "CVE-1-1", "perl", "4:5.26.3-421.el8"));
    assertEquals(1, alma(rpm("perl", "4:5.26.3-419.el8")).size());
    String label = "perl:5.24:8000020190529084322:1";
    assertEquals(List.of(), alma(rpm("perl", "4:5.24.4-1").detail("modularitylabel", label)));
  }

  @Test
  void takesTheLowestOfSeveralBuildsForTheFix() {
    db.with(
        "alma:8",
        advisory("alma", "CVE-1-1", "thunderbird")
            .ranges(
                AffectedRange.before("91.3.0-2.el8_4.alma.plus"),
                AffectedRange.before("91.3.0-2.el8_4.alma"))
            .build());
    assertEquals(
        List.of("CVE-1-1 91.3.0-2.el8_4.alma"), alma(rpm("thunderbird", "91.2.0-1.el8_4")));
    assertEquals(List.of(), alma(rpm("thunderbird", "91.3.0-2.el8_4.alma")));
    assertEquals(List.of(), alma(rpm("thunderbird", "91.3.0-2.el8_4.alma.plus")));
  }

  @Test
  void takesAModulesBuildsForTwoMinorReleasesForOneFix() {
    String low = "1:6.14.11-1.12.20.1.1.module_el8.3.0+2023+d2377ea3";
    db.with(
        "alma:8",
        advisory("alma", "CVE-1-1", "npm")
            .ranges(
                AffectedRange.before("1:6.14.11-1.12.20.1.1.module_el8.4.0+2224+b07ac28e"),
                AffectedRange.before(low))
            .build());
    assertEquals(List.of(), alma(rpm("npm", low)));
    assertEquals(List.of("CVE-1-1 " + low), alma(rpm("npm", "1:6.9.0-1.module_el8.3.0+1+a")));
  }

  @Test
  void holdsWhatIsBelowEitherOfTwoFixesForAffected() {
    db.with(
        "alma:8",
        advisory("alma", "CVE-1-1", "x")
            .ranges(AffectedRange.before("1.2-5.el8"), AffectedRange.before("2.0-3.el8_4"))
            .build());
    assertEquals(List.of("CVE-1-1 2.0-3.el8_4"), alma(rpm("x", "1.2-5.el8")));
    assertEquals(List.of("CVE-1-1 2.0-3.el8_4"), alma(rpm("x", "2.0-1.el8")));
    assertEquals(List.of(), alma(rpm("x", "2.0-3.el8_4")));
  }

  @Test
  void leavesOutWhatIsBuiltFromAKernelButNeverRuns() {
    String fix = "4.18.0-553.el8";
    for (String name : List.of("kernel-headers", "kernel-rt-devel", "kernel-doc", "kernel-core")) {
      db.with("alma:8", fixed("alma", "CVE-1-1", name, fix));
    }
    assertEquals(List.of(), alma(rpm("kernel-headers", "4.18.0-1.el8")));
    assertEquals(List.of(), alma(rpm("kernel-rt-devel", "4.18.0-1.el8")));
    assertEquals(List.of(), alma(rpm("kernel-doc", "4.18.0-1.el8")));
    assertEquals(1, alma(rpm("kernel-core", "4.18.0-1.el8")).size());
  }

  @Test
  void takesNoNoticeOfBugFixesForAVulnerability() {
    db.with(
        "alma:8",
        fixed("alma", "ALBA-2022:1", "x", "2-1"),
        fixed("alma", "ALEA-2022:1", "x", "2-1"),
        fixed("alma", "ALSA-2022:1", "x", "2-1"));
    assertEquals(List.of("ALSA-2022:1 2-1"), alma(rpm("x", "1-1")));
  }

  @Test
  void comparesKspliceAndFipsBuildsWithTheirLikes() {
    db.with(
        "oracle:8",
        fixed("oracle", "CVE-1-1", "glibc", "2:2.28-211.0.1.ksplice1.el8"),
        fixed("oracle", "CVE-1-2", "gnutls", "10:3.6.16-4.0.1.el8_fips"));
    assertEquals(List.of(), match("oracle", "8.9", rpm("glibc", "2.28-1.el8").build()));
    assertEquals(List.of(), match("oracle", "8.9", rpm("gnutls", "3.6.16-4.el8").build()));
    assertEquals(
        1, match("oracle", "8.9", rpm("gnutls", "10:3.6.16-3.0.1.el8_fips").build()).size());
  }

  @Test
  void knowsARepositoryThatReplacesPackages() {
    db.with("alma:8", fixed("alma", "CVE-1-1", "php", "9-1.el8"));
    assertEquals(List.of(), alma(rpm("php", "8.2.1-1.el8.remi")));
    assertEquals(1, alma(rpm("php", "8.2.1-1.el8")).size());
  }

  @Test
  void leavesThirdPartiesPackagesOut() {
    db.with("alma:8", fixed("alma", "CVE-1-1", "php", "9-1.el8"));
    Component.Builder php =
        rpm("php", "8.2.1-1.el8").detail(Component.REPOSITORY, Component.THIRD_PARTY);
    assertEquals(List.of(), alma(php));
  }

  @Test
  void whatNamesThePackageCountsBeforeWhatNamesItsSource() {
    Component libs =
        rpm("openssl-libs", "1:1.1.1k-9.el8").source("openssl", "1:1.1.1k-9.el8").build();
    db.with(
        "redhat:8",
        fixed("redhat", "CVE-2099-1", "openssl-libs", "1:1.1.1k-9.el8"),
        fixed("redhat", "CVE-2099-1", "openssl", "1:1.1.1k-12.el8"),
        advisory("redhat", "CVE-2099-2", "openssl").ranges(AffectedRange.ALL).build());
    assertEquals(List.of("CVE-2099-2 "), match("redhat", "8.9", libs));
  }

  @Test
  void susesRecordsNameEither() {
    db.with(
        "sles:15.4",
        fixed("osv", "CVE-1-1", "curl", "7.79.1-2"),
        fixed("suse", "CVE-1-2", "libcurl4", "7.79.1-150400.2"));
    Component libcurl = rpm("libcurl4", "7.79.1-150400.1.1").source("curl", "7.79.1-1").build();
    assertEquals(
        List.of("CVE-1-1 7.79.1-2", "CVE-1-2 7.79.1-150400.2"), match("sles", "15.4", libcurl));
  }

  /// Each distribution with modules, and how it marks a build of one.
  @ParameterizedTest
  @CsvSource({
    "alma, .module_el8.6.0+2883+51ae8f18",
    "centos, .module+el8.6.0+15200+9a0d0a68",
    "oracle, .module+el8.6.0+20563+a5c6ae6c",
    "redhat, .module+el8.6.0+15200+9a0d0a68",
    "rocky, .module+el8.6.0+1045+60a8b1f9"
  })
  void modulesAndWhatIsBesideThemNeverDecideForEachOther(String family, String mark) {
    String ecosystem = family.equals("centos") ? "redhat:8" : family + ":8";
    db.with(
        ecosystem,
        fixed(family, "CVE-1-1", "kettle", "1:9-1" + mark),
        advisory(family, "CVE-1-2", "kettle")
            .ranges(AffectedRange.before("1:9-1" + mark))
            .modules("kettle:2")
            .build(),
        advisory(family, "CVE-1-3", "kettle").ranges(AffectedRange.ALL).modules("kettle:2").build(),
        fixed(family, "CVE-1-4", "kettle", "1:9-1.el8"),
        advisory(family, "CVE-1-5", "kettle").ranges(AffectedRange.ALL).build(),
        advisory(family, "CVE-1-6", "kettle")
            .ranges(AffectedRange.before("1:8-1.el8"), AffectedRange.before("1:9-1" + mark))
            .modules("kettle:2")
            .build());
    List<String> beside = List.of("CVE-1-4 1:9-1.el8", "CVE-1-5 ", "CVE-1-6 1:8-1.el8");
    assertEquals(beside, match(family, "8.6", rpm("kettle", "1:1-1.el8").build()));
    Component.Builder modular = rpm("kettle", "1:1-1" + mark);
    String fix = " 1:9-1" + mark;
    List<String> within = List.of("CVE-1-1" + fix, "CVE-1-2" + fix, "CVE-1-3 ", "CVE-1-6" + fix);
    assertEquals(within, match(family, "8.6", modular.build()), "no label");
    modular.detail("modularitylabel", "kettle:2:8060020220101:9a0d0a68");
    assertEquals(within, match(family, "8.6", modular.build()));
    modular.detail("modularitylabel", "kettle:3:8060020220101:9a0d0a68");
    assertEquals(List.of("CVE-1-1" + fix), match(family, "8.6", modular.build()), "another stream");
  }
}

package dev.assay.cli.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.flag.Settings.Sources;
import dev.assay.config.ConfigFile;
import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private final Map<String, List<String>> typed = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, ConfigFile.Entry> file = new HashMap<>();

  private Settings settings() {
    return Settings.resolve(
        new Sources(typed, environment, new ConfigFile(Path.of("assay.yaml"), file)),
        AllFlags.flags());
  }

  private void inFile(String key, String... values) {
    file.put(key, new ConfigFile.Entry(List.of(values), values.length > 1, 1));
  }

  @Test
  void theCommandLineWinsThenOurVariableThenTrivysThenTheFile() {
    assertEquals(Optional.of("linux/amd64"), settings().text(ImageFlags.PLATFORM));
    inFile("image.platform", "linux/file");
    assertEquals(Optional.of("linux/file"), settings().text(ImageFlags.PLATFORM));
    environment.put("TRIVY_PLATFORM", "linux/trivy");
    assertEquals(Optional.of("linux/trivy"), settings().text(ImageFlags.PLATFORM));
    environment.put("ASSAY_PLATFORM", "linux/assay");
    assertEquals(Optional.of("linux/assay"), settings().text(ImageFlags.PLATFORM));
    typed.put("platform", List.of("linux/typed"));
    assertEquals(Optional.of("linux/typed"), settings().text(ImageFlags.PLATFORM));
  }

  @Test
  void whomToTrustIsWhatWasFetchedUnlessAFileIsNamed(@TempDir Path cache) throws IOException {
    environment.put("ASSAY_CACHE_DIR", cache.toString());
    assertEquals(Optional.empty(), TrustFlags.read(settings()).trustedRoot());
    Path fetched = cache.resolve("trust/trusted_root.json");
    Files.createDirectories(cache.resolve("trust"));
    Files.createFile(fetched);
    assertEquals(Optional.of(fetched), TrustFlags.read(settings()).trustedRoot());
    typed.put("trust-root", List.of("/own.json"));
    assertEquals(Optional.of(Path.of("/own.json")), TrustFlags.read(settings()).trustedRoot());
  }

  @Test
  void aListIsReplacedByTheBetterPlaceAndNeverJoined() {
    inFile("severity", "LOW", "MEDIUM");
    environment.put("TRIVY_SEVERITY", "high,CRITICAL");
    assertEquals(List.of("HIGH", "CRITICAL"), settings().list(VulnerabilityFlags.SEVERITY));
    typed.put("severity", List.of("LOW", "HIGH, critical"));
    assertEquals(List.of("LOW", "HIGH", "CRITICAL"), settings().list(VulnerabilityFlags.SEVERITY));
  }

  @Test
  void aSwitchThatIsOnByItselfCanBeTurnedOffAnywhere() {
    assertTrue(settings().isOn(ReportFlags.LIST_ALL_PKGS));
    inFile("list-all-pkgs", "false");
    assertFalse(settings().isOn(ReportFlags.LIST_ALL_PKGS));
    environment.put("ASSAY_LIST_ALL_PKGS", "1");
    assertTrue(settings().isOn(ReportFlags.LIST_ALL_PKGS));
    typed.put("list-all-pkgs", List.of("0"));
    assertFalse(settings().isOn(ReportFlags.LIST_ALL_PKGS));
  }

  @Test
  void olderNamesOfTrivyAreReadFromTheEnvironmentToo() {
    environment.put("TRIVY_VULN_TYPE", "os");
    environment.put("TRIVY_SKIP_UPDATE", "true");
    environment.put("TRIVY_NON_SSL", "true");
    assertEquals(List.of("os"), settings().list(AnalysisFlags.PKG_TYPES));
    assertTrue(settings().isOn(DatabaseFlags.SKIP_DB_UPDATE));
    assertTrue(settings().isOn(GlobalFlags.INSECURE));
  }

  @Test
  void whatOnlyTrivyCanUseIsNotReadFromItsVariables() {
    environment.put("TRIVY_CACHE_DIR", "/trivy");
    environment.put("TRIVY_DB_REPOSITORY", "ghcr.io/aquasecurity/trivy-db:2");
    environment.put("TRIVY_CONFIG", "trivy.yaml");
    environment.put("TRIVY_SERVER", "http://localhost:4954");
    environment.put("TRIVY_TOKEN", "secret");
    Settings settings = settings();
    assertEquals(Optional.empty(), settings.text(GlobalFlags.CACHE_DIR));
    assertEquals(List.of(), settings.list(DatabaseFlags.DB_REPOSITORY));
    assertEquals(Optional.empty(), settings.text(GlobalFlags.CONFIG));
  }

  @Test
  void explainBytesTakesAFileOrNone() {
    assertEquals(Optional.empty(), settings().optional(ReportFlags.EXPLAIN_BYTES));
    typed.put("explain-bytes", List.of("true"));
    assertEquals(Optional.of(Optional.empty()), settings().optional(ReportFlags.EXPLAIN_BYTES));
    typed.put("explain-bytes", List.of("out.txt"));
    assertEquals(
        Optional.of(Optional.of("out.txt")), settings().optional(ReportFlags.EXPLAIN_BYTES));
    typed.put("explain-bytes", List.of("false"));
    assertEquals(Optional.empty(), settings().optional(ReportFlags.EXPLAIN_BYTES));
  }

  @Test
  void noMessageHoldsASecret() {
    typed.put("password", List.of("hunter2"));
    typed.put("registry-token", List.of("hunter2"));
    typed.put("token", List.of("hunter2"));
    UsageFailure refused = assertThrows(UsageFailure.class, this::settings);
    assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"));
    typed.remove("token");
    Settings settings = settings();
    assertFalse(settings.place(RegistryFlags.PASSWORD).contains("hunter2"));
    assertFalse(settings.place(RegistryFlags.REGISTRY_TOKEN).contains("hunter2"));
    typed.put("username", List.of("me"));
    String shown = RegistryFlags.read(settings(), () -> "").toString();
    assertFalse(shown.contains("hunter2"), shown);
  }

  @Test
  void severalUsersHaveSeveralPasswordsAndOneMayHaveCommas() {
    typed.put("username", List.of("a,b"));
    environment.put("ASSAY_PASSWORD", "x,y");
    assertEquals(
        List.of("x", "y"),
        RegistryFlags.read(settings(), () -> "").logins().stream().map(l -> l.password()).toList());
    typed.put("username", List.of("a"));
    assertEquals("x,y", RegistryFlags.read(settings(), () -> "").logins().getFirst().password());
    typed.put("password-stdin", List.of("true"));
    assertEquals(
        " piped ", RegistryFlags.read(settings(), () -> " piped ").logins().getFirst().password());
  }

  @Test
  void aGateOfZeroIsNoneAndAnErrorsCodeIsWarnedAbout() {
    assertEquals(Optional.empty(), GateFlags.read(settings()).exitCode());
    typed.put("exit-code", List.of("0"));
    assertEquals(Optional.empty(), GateFlags.read(settings()).exitCode());
    for (String taken : List.of("2", "3", "4", "70")) {
      typed.put("exit-code", List.of(taken));
      Settings settings = settings();
      assertEquals(Optional.of(Integer.valueOf(taken)), GateFlags.read(settings).exitCode());
      assertEquals(1, settings.warnings().size());
    }
    typed.put("exit-code", List.of("5"));
    Settings settings = settings();
    assertEquals(Optional.of(5), GateFlags.read(settings).exitCode());
    assertEquals(List.of(), settings.warnings());
  }

  @Test
  void ignoringTheUnfixedIgnoresTrivysFourStates() {
    typed.put("ignore-unfixed", List.of("true"));
    typed.put("ignore-status", List.of("unknown"));
    assertEquals(5, VulnerabilityFlags.read(settings()).ignoredStatuses().size());
  }

  @Test
  void noTwoFlagsShareANameALetterAKeyOrAVariable() {
    List<String> names = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<String> letters = new ArrayList<>(List.of("h"));
    for (Flag flag : AllFlags.flags()) {
      names.add(flag.name());
      names.addAll(flag.aliases());
      if (!flag.key().isEmpty()) {
        keys.add(flag.key());
      }
      if (!flag.names().letter().isEmpty()) {
        letters.add(flag.names().letter());
      }
    }
    for (List<String> all : List.of(names, keys, letters)) {
      Set<String> seen = new HashSet<>();
      assertEquals(List.of(), all.stream().filter(word -> !seen.add(word)).toList());
    }
  }

  @Test
  void everyFallbackIsAValueOfItsFlag() {
    for (Flag flag : AllFlags.flags()) {
      if (!flag.fallback().isEmpty()) {
        typed.put(flag.name(), List.of(flag.fallback()));
      }
    }
    assertEquals(List.of("vuln"), settings().list(AnalysisFlags.SCANNERS));
  }
}

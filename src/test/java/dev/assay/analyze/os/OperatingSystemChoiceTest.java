package dev.assay.analyze.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.FileFacts;
import dev.assay.model.OperatingSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingSystemChoiceTest {
  private static final Path CASES = Path.of("src/test/resources/analyze/os-release");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alpine         | alpine 3.10.9  2021-05-01
          alpine-edge    | alpine 3.21.0_alpha20240807
          debian         | debian 11.6 bullseye 2026-08-31
          debian-testing | debian trixie/sid trixie
          ubuntu         | ubuntu 22.04 jammy 2027-04-01
          centos         | centos 7.9.2009  2024-06-30
          oracle         | oracle 8.4  2029-07-31
          amazon         | amazon 2 (Karoo)  2026-06-30
          amazon-ami     | amazon AMI release 2018.03  2023-12-31
          mariner        | cbl-mariner 2.0.20220226  2025-07-31
          """)
  void takesTheFamilyFromOneFileAndTheReleaseFromTheMostSpecific(String folder, String expected)
      throws IOException {
    var named = new HashMap<String, OperatingSystem>();
    for (String place : new OsReleaseAnalyzer().places()) {
      Path file = CASES.resolve(folder).resolve(place);
      if (Files.exists(file)) {
        read(place, Files.readAllBytes(file))
            .operatingSystem()
            .ifPresent(system -> named.put(place, system));
      }
    }
    OperatingSystem chosen = OperatingSystemChoice.choose(named).orElseThrow();
    assertEquals(
        expected,
        String.join(
                " ",
                chosen.family(),
                chosen.name(),
                chosen.codename(),
                chosen.endOfLife().map(Object::toString).orElse(""))
            .strip());
  }

  @Test
  void knowsTheFamilyWithoutOsRelease() {
    var named = new HashMap<String, OperatingSystem>();
    named.put("etc/debian_version", system("debian", "bookworm/sid"));
    named.put("etc/lsb-release", system("ubuntu", "22.04"));
    assertEquals("ubuntu", OperatingSystemChoice.choose(named).orElseThrow().family());
    assertEquals(Optional.empty(), OperatingSystemChoice.choose(Map.of()));
  }

  @Test
  void leavesTheReleaseAloneWhereTheOtherFileSpeaksOfAnother() {
    var named = new HashMap<String, OperatingSystem>();
    named.put("etc/os-release", system("debian", "12"));
    named.put("etc/debian_version", system("debian", "11.6"));
    assertEquals("12", OperatingSystemChoice.choose(named).orElseThrow().name());
  }

  private static OperatingSystem system(String family, String name) {
    return new OperatingSystem(family, name, "", Optional.empty());
  }

  private static FileFacts read(String path, byte[] content) throws IOException {
    var found = new FactsCollector(path, _ -> false);
    try (InputStream in = new ByteArrayInputStream(content)) {
      new OsReleaseAnalyzer().read(path, in, found);
    }
    return found.facts();
  }
}

package dev.assay.analyze.language.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarNameTest {
  @ParameterizedTest
  @CsvSource({
    "guava-31.1-jre.jar, '', guava, 31.1-jre",
    "log4j-1.2-api-2.17.1.jar, '', log4j-1.2-api, 2.17.1",
    "plexus-i18n-1.0-beta-10.jar, '', plexus-i18n, 1.0-beta-10",
    "plexus-container-default-1.0-alpha-9-stable-1.jar, '', plexus-container-default,"
        + " 1.0-alpha-9-stable-1",
    "netty-tcnative-2.0.54.Final-linux-x86_64.jar, '', netty-tcnative, 2.0.54.Final",
    "app-1.0-20230101.120000-1.jar, '', app, 1.0-20230101.120000-1",
    "app-1.0-SNAPSHOT-tests.jar, '', app, 1.0-SNAPSHOT",
    "kafka_2.13-3.4.0.jar, '', kafka_2.13, 3.4.0",
    "jsr305-3.0.2.jar, '', jsr305, 3.0.2",
    "app.jar, '', app, ''",
    "app.jar, 1.0, app, ''",
    "odd-1.0-name.jar, 1.0-name, odd, 1.0-name",
    "WEB-INF/lib/a-1.jar, '', a, 1",
    "lib/, '', '', ''"
  })
  void splitsAtTheVersion(String path, String known, String artifact, String version) {
    assertEquals(new JarName(artifact, version), JarName.of(path, known));
  }
}

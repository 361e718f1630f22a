package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.failure.UsageFailure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcrEndpointTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  private static Optional<URI> override(String host, String value) {
    return EcrEndpoint.override(host, Map.of(EcrEndpoint.VARIABLE, value));
  }

  @Test
  void sendsEcrTrafficToThisMachine() {
    assertEquals(
        Optional.of(URI.create("http://127.0.0.1:5000")), override(HOST, "http://127.0.0.1:5000/"));
    assertEquals(Optional.of(URI.create("http://[::1]:5000")), override(HOST, "http://[::1]:5000"));
  }

  @Test
  void leavesOtherHostsAndAnUnsetVariableAlone() {
    assertEquals(Optional.empty(), override("ghcr.io", "http://127.0.0.1:5000"));
    assertEquals(Optional.empty(), override(HOST, ""));
    assertEquals(Optional.empty(), EcrEndpoint.override(HOST, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:5000",
        "https://evil.example",
        "http://127.0.0.1.evil.example:5000",
        "http://127.0.0.1@evil.example:80",
        "http://localhost:5000/path",
        "127.0.0.1:5000",
        "file:///etc/passwd",
      })
  void refusesWhatIsNotThisMachine(String value) {
    assertThrows(UsageFailure.class, () -> override(HOST, value));
  }
}

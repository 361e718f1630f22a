package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Progress;
import dev.assay.registry.Credential;
import dev.assay.support.TestHttp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EcrCredentialsTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final EcrSettings SETTINGS =
      new EcrSettings(Map.of(), Optional.empty(), TestHttp.client(), Progress.SILENT);

  private final AtomicInteger calls = new AtomicInteger();

  private EcrCredentials credentials(Instant expiresAt) {
    return credentials(host ->
        Optional.of(
            new EcrToken(new Credential.Basic("AWS", "t" + calls.incrementAndGet()), expiresAt)));
  }

  private static EcrCredentials credentials(Function<EcrHost, Optional<EcrToken>> call) {
    return new EcrCredentials(SETTINGS, call, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Optional<Credential> token(int number) {
    return Optional.of(new Credential.Basic("AWS", "t" + number));
  }

  @Test
  void asksOncePerHost() {
    EcrCredentials source = credentials(NOW.plusSeconds(60));
    assertEquals(token(1), source.find(HOST));
    assertEquals(token(1), source.find(HOST));
    assertEquals(token(2), source.find(HOST.replace("us-east-1", "eu-west-1")));
  }

  @Test
  void renewsOnceWhoeverAsksAndGivesEveryoneTheSame() {
    EcrCredentials source = credentials(NOW.plusSeconds(60));
    assertEquals(token(1), source.find(HOST));
    assertEquals(token(2), source.renew(HOST));
    assertEquals(token(2), source.renew(HOST));
    assertEquals(token(2), source.find(HOST));
  }

  @Test
  void offersATokenPastItsExpiryAndRenewsARenewedOneThatExpired() {
    EcrCredentials source = credentials(NOW.minusSeconds(1));
    assertEquals(token(1), source.find(HOST));
    assertEquals(token(1), source.find(HOST));
    assertEquals(token(2), source.renew(HOST));
    assertEquals(token(3), source.renew(HOST));
  }

  @Test
  void readsThePublicRegistryAnonymouslyWhereAwsRefuses() {
    EcrCredentials source =
        credentials(host -> {
          throw new RemoteFailure("refused for " + host.host());
        });
    assertEquals(Optional.empty(), source.find("public.ecr.aws"));
    assertThrows(RemoteFailure.class, () -> source.find(HOST));
  }

  @Test
  void knowsNothingAboutOtherHosts() {
    EcrCredentials source = credentials(NOW);
    assertEquals(Optional.empty(), source.find("docker.io"));
    assertEquals(Optional.empty(), source.renew("localhost:5000"));
    assertEquals(0, calls.get());
  }
}

package dev.assay.support;

import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Retry;
import dev.assay.net.Time;
import dev.assay.net.Tls;
import java.util.Map;
import java.util.Random;

/// HTTP clients for tests: nothing of this machine's environment, no real waiting.
public final class TestHttp {
  private TestHttp() {}

  public static HttpSettings settings(Time time) {
    return HttpSettings.standard("assay/test", Map.of())
        .withTls(Tls.STANDARD)
        .withRetry(new Retry(5, 100, 1_000, new Random(1)), time)
        .withTimeouts(5_000, 5_000);
  }

  public static Http client() {
    return new Http(settings(new FakeTime()));
  }
}

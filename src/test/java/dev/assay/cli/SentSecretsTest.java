package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that a registry sends carry passwords and signatures: they are in no output.
class SentSecretsTest {
  private static final String SECRET = "s3cret";

  @TempDir Path home;

  private String said(LocalRegistry server) {
    var out = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(new byte[0]);
    List<String> words =
        List.of("image", server.host() + "/team/app:1", "--image-src", "remote", "--debug");
    var environment = Map.of("HOME", home.toString(), "ASSAY_STDERR_TTY", "0");
    int code = Main.run(words, Console.of(in, out, out, environment));
    String said = out.toString(UTF_8);
    assertTrue(code == 3 || code == 4, said);
    assertTrue(said.contains("error: "), said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://joe:s3cret@HOST/token",
        "https://joe:s3cret@example.com/token?sig=s3cret",
        "http://example.com/token?sig=s3cret#s3cret",
        "joe:s3cret@example.com",
        "https://joe:s3 cret s3cret@example.com/",
        "http://HOST/token?account=s3cret",
      })
  void aTokenRealm(String realm) throws IOException {
    try (LocalRegistry server = LocalRegistry.start()) {
      server.with(exchange -> {
        String sent = realm.replace("HOST", server.host());
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + sent + "\"");
        LocalRegistry.answer(exchange, 401, "{}");
        return true;
      });
      assertFalse(said(server).contains(SECRET));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://joe:s3cret@HOST/again?X-Amz-Signature=s3cret",
        "/again?sig=s3cret",
        "http://joe:s3cret@127.0.0.1:99999/a?sig=s3cret",
        "http://joe:s3cret@127.0.0.1:1/a?sig=s3cret",
        "http://joe:s3cret@HOST/v2/nothing?sig=s3cret",
        "http://joe:s3 cret s3cret@127.0.0.1/",
        "ftp://joe:s3cret@127.0.0.1/",
      })
  void aRedirect(String location) throws IOException {
    try (LocalRegistry server = LocalRegistry.start()) {
      server.with(exchange -> {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v2/") || path.equals("/v2/nothing")) {
          return false;
        }
        String port = server.host().substring(server.host().indexOf(':'));
        String sent = location.replace("HOST", "localhost" + port);
        exchange.getResponseHeaders().set("Location", sent);
        LocalRegistry.answer(exchange, 307, "");
        return true;
      });
      assertFalse(said(server).contains(SECRET));
    }
  }

  @Test
  void whatTheTokenServiceRefuses() throws IOException {
    try (LocalRegistry server = LocalRegistry.start()) {
      server.with(exchange -> {
        if (exchange.getRequestURI().getPath().equals("/token")) {
          String there = "http://joe:s3cret@" + server.host() + "/refused?sig=s3cret";
          exchange.getResponseHeaders().set("Location", there);
          LocalRegistry.answer(exchange, 302, "");
        } else {
          String realm = "http://" + server.host() + "/token";
          exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
          LocalRegistry.answer(exchange, 401, "{}");
        }
        return true;
      });
      assertFalse(said(server).contains(SECRET));
    }
  }
}

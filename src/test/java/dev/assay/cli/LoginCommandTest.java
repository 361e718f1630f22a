package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.model.ImageRef;
import dev.assay.sign.fake.FakeIssuer;
import dev.assay.sign.fake.FakeServices;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing as somebody who logs in while the command waits.
class LoginCommandTest {
  private static final Pattern PAGE = Pattern.compile("log in in the browser: (http\\S+)");

  @TempDir Path work;

  /// Standard error that has a reader: whoever sees the page opens it.
  private static final class Reader extends ByteArrayOutputStream {
    private boolean isOpened;

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      Matcher page = PAGE.matcher(toString(StandardCharsets.UTF_8));
      if (!isOpened && page.find() && toString(StandardCharsets.UTF_8).endsWith("\n")) {
        isOpened = true;
        String found = page.group(1);
        Thread.ofPlatform().start(() -> open(found));
      }
    }

    private static void open(String page) {
      try {
        ((HttpURLConnection) URI.create(page).toURL().openConnection()).getResponseCode();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private int run(ByteArrayOutputStream err, String... words) {
    Map<String, String> environment = Map.of("HOME", work.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Main.run(List.of(words), Console.of(InputStream.nullInputStream(), out, err, environment));
    err.writeBytes(out.toByteArray());
    return code;
  }

  @Test
  void whoLogsInSignsInBothFlowsAndTheTokenIsNotShown() throws IOException {
    FakeSigstore sigstore = new FakeSigstore();
    Files.write(work.resolve("root.json"), sigstore.rootJson(FakeSigstore.Windows.open()));
    try (FakeServices services = new FakeServices(sigstore);
        FakeIssuer issuer = new FakeIssuer();
        LocalRegistry registry = LocalRegistry.start()) {
      Files.write(work.resolve("config.json"), sigstore.signingConfig(services.url(), 1));
      for (String flow : List.of("normal", "device")) {
        ImageRef image =
            registry.put("org/" + flow, "1", List.of(flow.getBytes(StandardCharsets.US_ASCII)));
        Reader err = new Reader();
        int code =
            run(
                err,
                "sign",
                "--yes",
                "--timeout=60s",
                "--fulcio-auth-flow=" + flow,
                "--oidc-issuer=" + issuer.url(),
                "--signing-config=" + work.resolve("config.json"),
                "--trusted-root=" + work.resolve("root.json"),
                image.toString());
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, said);
        assertTrue(said.contains("signing as " + FakeIssuer.EMAIL), said);
        assertEquals(flow.equals("device"), said.contains("the code is ABCD-EFGH"), said);
        assertFalse(said.contains(FakeIssuer.SECRET), said);
        int verified =
            run(
                err,
                "verify",
                "--trusted-root=" + work.resolve("root.json"),
                "--certificate-identity=" + FakeIssuer.EMAIL,
                "--certificate-oidc-issuer=" + issuer.url(),
                image.toString());
        assertEquals(0, verified, err::toString);
      }
    }
  }

  @Test
  void whereNobodyCanLogInItIsSaidAtOnceAndWhatIsNoFlowIsNamed() throws IOException {
    Files.writeString(work.resolve("file"), "content");
    Reader err = new Reader();
    String[] base = {"sign-blob", "--yes", work.resolve("file").toString()};
    assertEquals(2, run(err, base), err::toString);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("--fulcio-auth-flow=device"));
    assertEquals(2, run(err, base[0], base[1], "--fulcio-auth-flow=magic", base[2]));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("cannot log in by `magic`"));
    assertEquals(
        2, run(err, base[0], base[1], "--fulcio-auth-flow=normal", "--oidc-issuer=x:y", base[2]));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("`--oidc-issuer`: it is no URL"));
  }
}

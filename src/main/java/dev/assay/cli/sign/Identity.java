package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.LoginFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.net.Http;
import dev.assay.sign.online.AmbientIdentity;
import dev.assay.sign.online.IdentityToken;
import dev.assay.sign.online.Login;
import dev.assay.sign.online.LoginOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whose identity signs: the one that a token says, the job's, or whoever logs in.
final class Identity {
  private static final int MAX_TOKEN = 64 << 10;
  private static final int MAX_SECRET = 4 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String BROWSER = "normal";
  private static final String DEVICE = "device";
  private static final String TOKEN = "token";

  private final SignCall call;
  private final Settings settings;
  private final Http http;

  Identity(SignCall call, Http http) {
    this.call = call;
    this.settings = call.settings();
    this.http = http;
  }

  /// A token for Fulcio.
  ///
  /// @throws dev.assay.failure.Failure where there is nobody to be
  IdentityToken token() {
    Optional<String> said = settings.text(SignFlags.IDENTITY_TOKEN);
    if (said.isPresent()) {
      return IdentityToken.read(given(said.get()));
    }
    if (!settings.isOn(LoginFlags.NO_AMBIENT)) {
      Optional<IdentityToken> ambient = new AmbientIdentity(http, settings.environment()).find();
      if (ambient.isPresent()) {
        return ambient.get();
      }
    }
    return login(flow());
  }

  private static String given(String token) {
    Path file = token.length() < 4096 ? Path.of(token) : Path.of("");
    return Files.isRegularFile(file)
        ? new String(FileBytes.read(file, MAX_TOKEN), StandardCharsets.US_ASCII)
        : token;
  }

  /// In a browser where there is one, with a code where there is a terminal only. Where nobody can
  /// read a code, waiting for somebody to type it would be in vain.
  private String flow() {
    Optional<String> said = settings.text(LoginFlags.FLOW);
    if (said.isPresent()) {
      if (!List.of(BROWSER, DEVICE, TOKEN).contains(said.get())) {
        throw new UsageFailure(
            "cannot log in by `" + said.get() + "`", "give normal, device or token");
      }
      return said.get();
    }
    if (!call.hasTerminal()) {
      return TOKEN;
    }
    return new Browser(settings.environment()).isThere() ? BROWSER : DEVICE;
  }

  private IdentityToken login(String flow) {
    if (flow.equals(TOKEN)) {
      throw new UsageFailure(
          "cannot sign without a key or an identity",
          "give --key, or --identity-token, or sign in a job that has an identity token, or log in"
              + " with --fulcio-auth-flow=device");
    }
    Login login = new Login(http, options());
    return flow.equals(DEVICE)
        ? login.onAnyDevice(this::showCode)
        : login.inBrowser(this::showPage);
  }

  private void showPage(Login.Invitation invitation) {
    call.say("log in in the browser: " + invitation.page());
    new Browser(settings.environment()).open(invitation.page());
  }

  private void showCode(Login.Invitation invitation) {
    call.say("log in at " + invitation.page());
    call.say("the code is " + invitation.code());
  }

  private LoginOptions options() {
    return new LoginOptions(
        settings
            .text(LoginFlags.ISSUER)
            .map(text -> url(text, LoginFlags.ISSUER))
            .orElse(LoginOptions.SIGSTORE),
        settings.text(LoginFlags.CLIENT).orElse(LoginOptions.CLIENT),
        settings
            .text(LoginFlags.SECRET_FILE)
            .map(file -> Paths.of(file, settings.place(LoginFlags.SECRET_FILE)))
            .map(file -> FileBytes.read(file, MAX_SECRET))
            .map(secret -> new String(secret, StandardCharsets.UTF_8).strip()),
        settings.text(LoginFlags.REDIRECT).map(text -> url(text, LoginFlags.REDIRECT)),
        PATIENCE);
  }

  private static URI url(String text, Flag flag) {
    try {
      URI url = URI.create(text);
      boolean isOne =
          List.of("http", "https").contains(String.valueOf(url.getScheme()))
              && url.getHost() != null
              && url.getUserInfo() == null;
      if (isOne) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw new UsageFailure("cannot use `" + flag + "`: it is no URL");
  }
}

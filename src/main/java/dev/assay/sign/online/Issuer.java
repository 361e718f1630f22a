package dev.assay.sign.online;

import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An identity provider that people log in to: where its pages are, and the tokens it gives.
///
/// Source: OpenID Connect Discovery 1.0, RFC 6749 section 5
final class Issuer {
  private static final String ACTION = "log in";
  private static final int MAX_REASON = 200;

  private final ServiceCall service;
  private final LoginOptions options;
  private final Json pages;

  private Issuer(ServiceCall service, LoginOptions options, Json pages) {
    this.service = service;
    this.options = options;
    this.pages = pages;
  }

  /// Asks the issuer where its pages are.
  ///
  /// @throws dev.assay.failure.Failure where it does not say, or says that it is another
  static Issuer discover(Http http, LoginOptions options) {
    ServiceCall service = new ServiceCall(http);
    URI there = Urls.below(options.issuer(), ".well-known/openid-configuration");
    byte[] answer =
        service.ask(Request.get("issuer", there).with("Accept", "application/json"), ACTION);
    Json pages = json(options, answer);
    if (!bare(pages.text("issuer")).equals(bare(options.issuer().toString()))) {
      throw problem(
          options, "it calls itself `" + Printable.of(pages.text("issuer"), MAX_REASON) + "`");
    }
    return new Issuer(service, options, pages);
  }

  private static String bare(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static Json json(LoginOptions options, byte[] answer) {
    try {
      return Json.parse(answer, "answer");
    } catch (dev.assay.failure.InputFailure e) {
      throw problem(options, "its answer is not JSON");
    }
  }

  static RemoteFailure problem(LoginOptions options, String what) {
    return new RemoteFailure(
        "cannot log in at " + Hosts.shown(options.issuer()) + ": " + what,
        "give --identity-token, or --key to sign without an identity");
  }

  RemoteFailure problem(String what) {
    return problem(options, what);
  }

  LoginOptions options() {
    return options;
  }

  /// A page of the issuer's.
  ///
  /// @param name `token_endpoint`
  /// @throws RemoteFailure where it has none, or one that others could read along
  URI page(String name) {
    String text = pages.text(name);
    if (text.isEmpty()) {
      throw problem("it has no " + name);
    }
    try {
      URI page = URI.create(text);
      boolean isSafe =
          "https".equals(page.getScheme())
              || ("http".equals(page.getScheme())
                  && "http".equals(options.issuer().getScheme())
                  && String.valueOf(page.getHost()).equals(options.issuer().getHost()));
      if (isSafe && page.getHost() != null && page.getUserInfo() == null) {
        return page;
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw problem("its " + name + " is no https URL");
  }

  /// `a=b&c=d`, in the order of names.
  static String form(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// What the issuer answered: an error is one of its words, such as `authorization_pending`.
  record Answer(Json content, String error) {}

  /// Posts a form with what names the client.
  Answer post(String page, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("client_id", options.client());
    options.secret().ifPresent(secret -> all.put("client_secret", secret));
    Request.Body body =
        Request.Body.of(
            "application/x-www-form-urlencoded", form(all).getBytes(StandardCharsets.UTF_8));
    ServiceCall.Answer answer =
        service.answer(
            Request.send("POST", "issuer", page(page), body).with("Accept", "application/json"),
            ACTION);
    boolean isGood = answer.status() >= 200 && answer.status() < 300;
    if (!isGood && (answer.status() >= 500 || answer.body().isEmpty())) {
      throw problem("it answers " + answer.status());
    }
    Json content = json(options, answer.body().bytes());
    String error = content.text("error");
    return new Answer(content, isGood ? "" : error.isEmpty() ? "status " + answer.status() : error);
  }

  /// The words of an issuer that refuses, fit to be shown.
  String words(String error, String description) {
    return "it says "
        + Printable.of(error, MAX_REASON)
        + (description.isBlank() ? "" : " (" + Printable.of(description, MAX_REASON) + ")");
  }

  /// The identity in an answer. Who signed it is Fulcio's to check; that it is meant for this login
  /// is ours.
  ///
  /// @param nonce that it must have
  IdentityToken token(Answer answer, Optional<String> nonce, Instant now) {
    if (!answer.error.isEmpty()) {
      throw problem(words(answer.error, answer.content.text("error_description")));
    }
    String text = answer.content.text("id_token");
    if (text.isEmpty()) {
      throw problem("its answer has no identity token");
    }
    IdentityToken token;
    try {
      token = IdentityToken.read(text);
    } catch (dev.assay.failure.InputFailure e) {
      throw problem("its identity token cannot be read");
    }
    if (!bare(token.claim("iss")).equals(bare(options.issuer().toString()))) {
      throw problem("its identity token is another issuer's");
    }
    if (!token.isFor(options.client())) {
      throw problem("its identity token is for another client");
    }
    if (nonce.isPresent() && !nonce.get().equals(token.claim("nonce"))) {
      throw problem("its identity token is the answer to another login");
    }
    if (!token.endsAfter(now)) {
      throw problem("its identity token has ended already");
    }
    return token;
  }
}

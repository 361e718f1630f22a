package dev.assay.net;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of a refusal, without the secrets that went there: proxies and servers that are set up
/// for debugging send back what they were sent, refusals end in messages, and messages in logs.
/// What is longer than any message is cut off.
final class EchoBody extends FilterInputStream {
  static final int MAX_BYTES = 1 << 20;

  private static final int MIN_WORD = 8;
  private static final int MIN_PASSWORD = 4;
  private static final String REMOVED = "***";
  private static final List<String> HEADERS =
      List.of("authorization", "cookie", "proxy-authorization", "x-amz-security-token");
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final Pattern FIELD =
      Pattern.compile("(?:^|&)(?:password|refresh_token|access_token|client_secret)=([^&]*)");

  private final Request request;
  private boolean isRead;

  EchoBody(InputStream body, Request request) {
    super(body);
    this.request = request;
  }

  private InputStream clean() throws IOException {
    if (!isRead) {
      byte[] content = in.readNBytes(MAX_BYTES);
      in.close();
      in = new ByteArrayInputStream(without(secrets(request), content));
      isRead = true;
    }
    return in;
  }

  @Override
  public int read() throws IOException {
    return clean().read();
  }

  @Override
  public int read(byte[] buffer, int offset, int size) throws IOException {
    return clean().read(buffer, offset, size);
  }

  @Override
  public long skip(long count) throws IOException {
    return clean().skip(count);
  }

  @Override
  public int available() throws IOException {
    return isRead ? in.available() : 0;
  }

  private static byte[] without(Set<String> secrets, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    boolean isEcho = secrets.stream().anyMatch(s -> s.length() >= MIN_WORD && text.contains(s));
    String clean = text;
    for (String secret : secrets) {
      // A short password may be a word of the message, which alone gives nothing away.
      if (isEcho || secret.length() >= MIN_WORD) {
        clean = clean.replace(secret, REMOVED);
      }
    }
    return clean.equals(text) ? content : clean.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Set<String> secrets(Request request) throws IOException {
    Set<String> secrets = new LinkedHashSet<>();
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      if (HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        header(header.getValue(), secrets);
      }
    }
    if (request.method().equals("POST") && request.body().isPresent()) {
      try (InputStream body = request.body().get().open()) {
        fields(new String(body.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1), secrets);
      }
    }
    return secrets;
  }

  private static void header(String value, Set<String> secrets) {
    for (String word : value.split("[\\s,;]+")) {
      if (word.length() >= MIN_WORD) {
        secrets.add(word);
      }
    }
    if (value.startsWith("Basic ")) {
      try {
        byte[] login = Base64.getDecoder().decode(value.substring("Basic ".length()).strip());
        String text = new String(login, StandardCharsets.ISO_8859_1);
        password(text.substring(text.indexOf(':') + 1), secrets);
      } catch (IllegalArgumentException e) {
        // Not a login: then there is no password in it.
      }
    }
  }

  private static void password(String password, Set<String> secrets) {
    if (password.length() >= MIN_PASSWORD) {
      secrets.add(password);
    }
  }

  private static void fields(String body, Set<String> secrets) {
    for (Matcher token = TOKEN.matcher(body); token.find(); ) {
      secrets.add(token.group());
    }
    for (Matcher field = FIELD.matcher(body); field.find(); ) {
      password(field.group(1), secrets);
      try {
        password(URLDecoder.decode(field.group(1), StandardCharsets.ISO_8859_1), secrets);
      } catch (IllegalArgumentException e) {
        // As it was sent is all there is.
      }
    }
  }
}

package dev.assay.sign.trust;

import dev.assay.failure.InputFailure;
import dev.assay.sign.proto.ProtoJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which services sign: certificate authorities, identity providers, logs, timestamp authorities.
///
/// Source: <https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto>
/// (SigningConfig 0.2)
public record SigningConfig(
    List<Service> authorities,
    List<Service> providers,
    List<Service> logs,
    List<Service> timestampers,
    Selector logSelector,
    Selector timestampSelector) {
  private static final int MAX_ITEMS = 256;

  /// Larger ones do not exist.
  public static final int MAX_BYTES = 1 << 20;

  /// How many of the services are asked.
  public enum Selector {
    /// The newest one.
    ANY,
    /// Every one.
    ALL
  }

  /// A service.
  ///
  /// @param version of its interface: 1 or 2
  public record Service(URI url, long version, Validity validity) {}

  public SigningConfig {
    authorities = List.copyOf(authorities);
    providers = List.copyOf(providers);
    logs = List.copyOf(logs);
    timestampers = List.copyOf(timestampers);
  }

  /// Sigstore's public instance.
  public static SigningConfig embedded() {
    try (InputStream in = SigningConfig.class.getResourceAsStream("signing_config.json")) {
      if (in == null) {
        throw new IllegalStateException("the signing configuration is not in this build");
      }
      return read(in.readAllBytes(), "the signing configuration that comes with assay");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a configuration.
  ///
  /// @throws InputFailure where it is none
  public static SigningConfig read(byte[] document, String what) {
    ProtoJson root = ProtoJson.read(document, what);
    if (!root.text("mediaType").startsWith("application/vnd.dev.sigstore.signingconfig.v0.2")) {
      throw new InputFailure(
          "cannot read "
              + what
              + ": media type `"
              + root.text("mediaType")
              + "` is no signing configuration of version 0.2");
    }
    return new SigningConfig(
        services(root, "caUrls"),
        services(root, "oidcUrls"),
        services(root, "rekorTlogUrls"),
        services(root, "tsaUrls"),
        selector(root, "rekorTlogConfig"),
        selector(root, "tsaConfig"));
  }

  private static Selector selector(ProtoJson root, String field) {
    String said = root.has(field) ? root.object(field).text("selector") : "ANY";
    // EXACT with a count of 1 is ANY; more than that nobody runs.
    return said.equals("ALL") ? Selector.ALL : Selector.ANY;
  }

  private static List<Service> services(ProtoJson root, String field) {
    List<Service> services = new ArrayList<>();
    for (ProtoJson service : root.objects(field, MAX_ITEMS)) {
      String url = service.text("url");
      try {
        Validity validity =
            service.has("validFor")
                ? new Validity(
                    time(service.object("validFor").text("start")),
                    time(service.object("validFor").text("end")))
                : new Validity(Optional.empty(), Optional.empty());
        services.add(
            new Service(URI.create(url), service.number("majorApiVersion").orElse(1L), validity));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new InputFailure("cannot read " + service.path() + ": a URL or time is malformed");
      }
    }
    return services;
  }

  private static Optional<Instant> time(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
  }

  /// The services that may be asked now, best first.
  public static List<Service> chosen(List<Service> all, Selector selector, Instant now) {
    List<Service> current =
        all.stream()
            .filter(service -> service.validity.covers(now))
            .filter(service -> service.version == 1 || service.version == 2)
            .sorted(
                Comparator.comparingLong(Service::version)
                    .thenComparing(service -> service.validity.start().orElse(Instant.EPOCH))
                    .reversed())
            .toList();
    return selector == Selector.ALL || current.isEmpty() ? current : current.subList(0, 1);
  }
}

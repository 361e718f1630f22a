package dev.assay.image.source;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.net.Deadline;
import dev.assay.net.Http;
import dev.assay.net.RequestLog;
import dev.assay.net.SocketExchange;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Docker daemon that answers, or Podman's stand-in for one.
///
/// Source: <https://docs.docker.com/reference/api/engine/>
public final class DockerDaemon {
  /// Who does not answer a ping within that is passed over.
  private static final Duration PING = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofSeconds(15);

  /// The daemon may put a large image together before it sends the first byte.
  private static final Duration EXPORT = Duration.ofMinutes(10);

  private static final int ANSWER_BYTES = 4 << 20;

  private final DockerAddress address;
  private final Progress progress;
  private final Deadline deadline;
  private final RequestLog log;

  private DockerDaemon(DockerAddress address, Http http) {
    this.address = address;
    this.progress = http.settings().progress();
    this.deadline = http.settings().deadline();
    this.log = http.log();
  }

  /// The first daemon that answers; empty where none does, which is no failure.
  ///
  /// @param host from `--docker-host`; empty for `DOCKER_HOST`, else the usual sockets
  /// @param environment the process's variables
  /// @param http whose deadline and log hold for the daemon too
  /// @throws dev.assay.failure.UsageFailure where the chosen address has an unsupported form
  public static Optional<DockerDaemon> find(
      Optional<String> host, Map<String, String> environment, Http http) {
    for (DockerAddress address : DockerAddress.candidates(host, environment)) {
      DockerDaemon daemon = new DockerDaemon(address, http);
      if (daemon.answers()) {
        return Optional.of(daemon);
      }
    }
    return Optional.empty();
  }

  /// Its address, as people write it.
  public String address() {
    return address.text();
  }

  private boolean answers() {
    String problem;
    try (SocketExchange exchange = get("ping", "/_ping", PING)) {
      if (exchange.status() == 200) {
        return true;
      }
      problem = "status " + exchange.status();
    } catch (UnknownHostException | UnresolvedAddressException e) {
      problem = "unknown host";
    } catch (IOException e) {
      problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    String message = "no Docker daemon answers at " + address.text() + ": " + problem;
    if (address.isChosen()) {
      progress.warn(message);
    } else {
      progress.debug(message);
    }
    return false;
  }

  private SocketExchange get(String purpose, String target, Duration silence) throws IOException {
    var question = new SocketExchange.Question(purpose, address.text(), target, silence);
    return SocketExchange.get(address.socket(), question, deadline, log);
  }

  /// The image of that name, where the daemon has it.
  ///
  /// @param platform an image for another one does not count, unless it is the one that nobody
  ///   chose: then the user is told
  public Optional<DaemonImage> find(ImageRef ref, PlatformChoice platform) {
    for (String name : names(ref)) {
      Optional<DaemonImage> image = look(ref, name);
      if (image.isPresent()) {
        return image.filter(found -> isFor(platform, found));
      }
    }
    return Optional.empty();
  }

  /// Podman keeps what was built here under `localhost/` and finds it by its short name only.
  private static List<String> names(ImageRef ref) {
    String full = ref.name() + ref.digest().map(d -> "@" + d).orElse(":" + ref.identifier());
    String hub = "docker.io/library/";
    return full.startsWith(hub) ? List.of(full, full.substring(hub.length())) : List.of(full);
  }

  private boolean isFor(PlatformChoice choice, DaemonImage image) {
    Platform actual = image.platform();
    if (choice.platform().accepts(actual)) {
      return true;
    }
    String message =
        image.ref() + " of the Docker daemon is for " + actual + ", not " + choice.platform();
    if (!choice.isAsked()) {
      progress.warn(message + "; reading it all the same, `--image-src remote` asks the registry");
    } else {
      progress.debug(message);
    }
    return !choice.isAsked();
  }

  private Optional<DaemonImage> look(ImageRef ref, String name) {
    try (SocketExchange exchange = get("inspect", "/images/" + name + "/json", LOOK)) {
      if (exchange.status() == 404) {
        return Optional.empty();
      }
      byte[] content = exchange.body().readNBytes(ANSWER_BYTES + 1);
      if (exchange.status() != 200 || content.length > ANSWER_BYTES) {
        progress.warn(
            "the Docker daemon cannot say whether it has " + ref + ": status " + exchange.status());
        return Optional.empty();
      }
      Json json = Json.parse(content, "the Docker daemon's answer about " + ref);
      return Optional.of(new DaemonImage(this, ref, name, json));
    } catch (IOException | InputFailure e) {
      progress.warn("the Docker daemon cannot say whether it has " + ref + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Reads an image in one pass.
  OpenedImage export(ImageRef ref, String name, InputRequest request) {
    try (SocketExchange exchange = get("image", "/images/" + name + "/get", EXPORT)) {
      if (exchange.status() != 200) {
        throw cannotExport(ref, "status " + exchange.status());
      }
      return ImageInput.stream(exchange.body(), ref.toString(), request);
    } catch (IOException e) {
      throw cannotExport(ref, String.valueOf(e.getMessage()));
    }
  }

  private Failure cannotExport(ImageRef ref, String problem) {
    deadline.check();
    return new RemoteFailure(
        "cannot read " + ref + " from the Docker daemon at " + address.text() + ": " + problem,
        "`--image-src remote` asks the registry instead");
  }
}

package dev.assay.image.source;

import dev.assay.failure.UsageFailure;
import dev.assay.net.Hosts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a Docker daemon, or Podman speaking its language, may answer.
///
/// @param text as people write it: `unix:///var/run/docker.sock`, `tcp://127.0.0.1:2375`
/// @param socket where to connect
/// @param isChosen whether somebody named it, so that its silence is worth a word
record DockerAddress(String text, SocketAddress socket, boolean isChosen) {
  private static final int PLAIN_PORT = 2375;

  /// The one that was chosen by flag or `DOCKER_HOST`; else those of the usual places where there
  /// is a socket.
  ///
  /// @throws UsageFailure where the chosen one cannot be read or used
  static List<DockerAddress> candidates(Optional<String> flag, Map<String, String> environment) {
    String chosen = flag.orElseGet(() -> environment.getOrDefault("DOCKER_HOST", ""));
    if (!chosen.isEmpty()) {
      return List.of(parse(chosen, flag.isPresent() ? "--docker-host" : "DOCKER_HOST"));
    }
    return places(environment).stream()
        .filter(Files::exists)
        .map(path -> new DockerAddress("unix://" + path, UnixDomainSocketAddress.of(path), false))
        .toList();
  }

  private static List<Path> places(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    String home = environment.getOrDefault("HOME", "");
    List<Path> places = new ArrayList<>();
    places.add(Path.of("/var/run/docker.sock"));
    if (!runtime.isEmpty()) {
      places.add(Path.of(runtime, "docker.sock"));
    }
    if (!home.isEmpty()) {
      places.add(Path.of(home, ".docker/run/docker.sock"));
      places.add(Path.of(home, ".docker/desktop/docker.sock"));
    }
    if (!runtime.isEmpty()) {
      places.add(Path.of(runtime, "podman/podman.sock"));
    }
    places.add(Path.of("/run/podman/podman.sock"));
    return places;
  }

  private static DockerAddress parse(String chosen, String origin) {
    try {
      URI uri = URI.create(chosen.startsWith("/") ? "unix://" + chosen : chosen);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      switch (scheme) {
        case "unix" -> {
          String path = uri.getSchemeSpecificPart().replaceFirst("^//", "");
          return new DockerAddress(chosen, UnixDomainSocketAddress.of(path), true);
        }
        case "tcp", "http" -> {
          if (uri.getHost() != null) {
            int port = uri.getPort() < 0 ? PLAIN_PORT : uri.getPort();
            String text = Hosts.withoutSecrets(uri);
            return new DockerAddress(text, new InetSocketAddress(uri.getHost(), port), true);
          }
        }
        default -> {}
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for every other form.
    }
    throw new UsageFailure(
        "cannot use " + origin + " `" + chosen + "`: only unix:// and plain tcp:// are supported",
        "write it as unix:///var/run/docker.sock or tcp://HOST:2375, or unset it and use"
            + " `--image-src remote`");
  }
}

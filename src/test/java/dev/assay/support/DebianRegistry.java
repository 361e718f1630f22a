package dev.assay.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Debian's `docker-registry` on a free port of this machine.
public final class DebianRegistry implements Closeable {
  private final Daemon daemon;
  private final int port;

  private DebianRegistry(Daemon daemon, int port) {
    this.daemon = daemon;
    this.port = port;
  }

  /// One that lets everybody in.
  ///
  /// @param folder for what it keeps
  public static DebianRegistry start(Path folder) throws IOException, InterruptedException {
    return start(folder, "");
  }

  /// One behind Basic, for one user.
  public static DebianRegistry start(Path folder, String user, String password)
      throws IOException, InterruptedException {
    String htpasswd = Tools.require("htpasswd").toString();
    Process process = new ProcessBuilder(htpasswd, "-Bbn", user, password).start();
    Path users = Files.createDirectories(folder).resolve("users");
    try (InputStream output = process.getInputStream()) {
      Files.writeString(users, new String(output.readAllBytes(), StandardCharsets.UTF_8));
    }
    return start(folder, "auth: {htpasswd: {realm: test, path: " + users + "}}\n");
  }

  private static DebianRegistry start(Path folder, String auth)
      throws IOException, InterruptedException {
    String program = Tools.require("docker-registry").toString();
    int port = Daemon.freePort();
    Path config = Files.createDirectories(folder).resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
                .formatted(folder.resolve("blobs"), port)
            + auth);
    return new DebianRegistry(
        Daemon.start(
            List.of(program, "serve", config.toString()), port, folder.resolve("registry.log")),
        port);
  }

  /// `127.0.0.1:PORT`, the first part of a reference.
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    daemon.close();
  }
}

package dev.assay.cli;

import dev.assay.failure.InputFailure;
import dev.assay.scan.Outputs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Results on standard output and in files. A file is written under another name beside its own and
/// renamed by `commit`; without that it goes, so that a failed run leaves nothing. What is no
/// ordinary file, such as `/dev/null` or a named pipe, is written directly.
final class OutputFiles implements Outputs, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_LINKS = 40;

  private final Console console;
  private final Map<Path, Path> pending = new LinkedHashMap<>();
  private final Runnable abandon = this::abandon;
  private boolean isAbandoned;

  OutputFiles(Console console) {
    this.console = console;
    console.cleanup().add(abandon);
  }

  @Override
  public void write(Optional<Path> file, Content content) throws IOException {
    if (file.isEmpty()) {
      send(console.out(), "standard output", content);
      return;
    }
    Path target = target(file.get());
    boolean direct = Files.exists(target) && !Files.isRegularFile(target);
    Path written = direct ? target : beside(target);
    try (OutputStream out = open(written, direct)) {
      send(out, file.get().toString(), content);
    }
  }

  /// Where links lead to, also where nothing is there yet: they stay links.
  private static Path target(Path file) throws IOException {
    Path at = file.toAbsolutePath();
    for (int i = 0; i < MAX_LINKS && Files.isSymbolicLink(at); i++) {
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    if (Files.isSymbolicLink(at)) {
      throw cannotWrite(file.toString(), new IOException("too many links, one after the other"));
    }
    return Files.exists(at) ? at.toRealPath() : at;
  }

  /// A name nobody has, in the same folder, so that renaming is one step.
  private synchronized Path beside(Path target) throws IOException {
    if (isAbandoned) {
      throw new IOException("interrupted");
    }
    Path partial =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
    pending.put(partial, target);
    return partial;
  }

  private static OutputStream open(Path path, boolean direct) {
    try {
      return direct
          ? Files.newOutputStream(path, StandardOpenOption.WRITE)
          : Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotWrite(path.toString(), e);
    }
  }

  private static void send(OutputStream out, String name, Content content) throws IOException {
    var guarded = new Guarded(out, name);
    var buffered = new BufferedOutputStream(guarded, BUFFER_BYTES);
    content.writeTo(buffered);
    buffered.flush();
  }

  private static InputFailure cannotWrite(String name, IOException e) {
    return new InputFailure(
        "cannot write " + name + ": " + e.getMessage(),
        "make room and see that you may write there, or name another file");
  }

  @Override
  public void tell(String lines) {
    console.err().print(Console.printable(lines.endsWith("\n") ? lines : lines + "\n"));
  }

  @Override
  public InputStream standardInput() {
    return console.in();
  }

  /// Gives every file its name.
  ///
  /// @throws InputFailure where one cannot have it
  synchronized void commit() {
    for (var entry : pending.entrySet()) {
      try {
        Files.move(entry.getKey(), entry.getValue(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw cannotWrite(entry.getValue().toString(), e);
      }
    }
    pending.clear();
  }

  /// Removes what was not committed.
  @Override
  public void close() {
    console.cleanup().remove(abandon);
    abandon();
  }

  private synchronized void abandon() {
    isAbandoned = true;
    for (Path partial : pending.keySet()) {
      try {
        Files.deleteIfExists(partial);
      } catch (IOException e) {
        console.say("warning", "cannot remove " + partial + ": " + e.getMessage());
      }
    }
    pending.clear();
  }

  /// Tells trouble with the place written to from trouble with what is read for it.
  private static final class Guarded extends OutputStream {
    private final OutputStream out;
    private final String name;

    Guarded(OutputStream out, String name) {
      this.out = out;
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw cannotWrite(name, e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw cannotWrite(name, e);
      }
    }
  }
}

package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      Console.of(new ByteArrayInputStream(new byte[0]), out, err, Map.of());

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(OutputFiles outputs, Path file, String text) throws IOException {
    outputs.write(Optional.of(file), to -> to.write(text.getBytes(UTF_8)));
  }

  @Test
  void aFileAppearsUnderItsNameWithTheAnswer() throws IOException {
    Path report = folder.resolve("report.json");
    try (var outputs = new OutputFiles(console)) {
      write(outputs, report, "{}");
      assertTrue(Files.notExists(report));
      outputs.commit();
    }
    assertEquals("{}", Files.readString(report));
    assertEquals(List.of("report.json"), names());
  }

  @Test
  void aRunThatFailsLeavesNothingAndTheOldFileStays() throws IOException {
    Path old = Files.writeString(folder.resolve("old"), "old");
    try (var outputs = new OutputFiles(console)) {
      write(outputs, old, "new");
      write(outputs, folder.resolve("other"), "new");
    }
    assertEquals("old", Files.readString(old));
    assertEquals(List.of("old"), names());
  }

  @Test
  void beingStoppedLeavesNothingEither() throws IOException {
    var outputs = new OutputFiles(console);
    write(outputs, folder.resolve("a"), "new");
    console.cleanup().run();
    assertEquals(List.of(), names());
    assertThrows(IOException.class, () -> write(outputs, folder.resolve("b"), "late"));
    outputs.commit();
    assertEquals(List.of(), names());
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    try (var outputs = new OutputFiles(console)) {
      write(outputs, link, "new");
      outputs.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void aLinkToNothingYetStaysALink() throws IOException {
    Path target = folder.resolve("target");
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), second);
    try (var outputs = new OutputFiles(console)) {
      write(outputs, link, "new");
      outputs.commit();
    }
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void aRingOfLinksIsSaid() throws IOException {
    Path ring = Files.createSymbolicLink(folder.resolve("ring"), folder.resolve("ring"));
    try (var outputs = new OutputFiles(console)) {
      InputFailure failure = assertThrows(InputFailure.class, () -> write(outputs, ring, "new"));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("too many links"), failure::getMessage);
    }
    assertTrue(Files.isSymbolicLink(ring));
  }

  @Test
  void aDeviceIsWrittenAndNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device));
    try (var outputs = new OutputFiles(console)) {
      write(outputs, device, "gone");
      outputs.commit();
    }
    assertTrue(Files.exists(device) && !Files.isRegularFile(device));
  }

  @Test
  void aFullDiskIsSaid() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    try (var outputs = new OutputFiles(console)) {
      InputFailure failure =
          assertThrows(InputFailure.class, () -> write(outputs, full, "too much"));
      assertTrue(
          String.valueOf(failure.getMessage()).startsWith("cannot write /dev/full: "),
          failure::getMessage);
    }
  }

  @Test
  void standardOutputHoldsTheReportAlone() throws IOException {
    try (var outputs = new OutputFiles(console)) {
      outputs.write(Optional.empty(), to -> to.write("report".getBytes(UTF_8)));
      outputs.tell("for people \u001b[31m");
      outputs.commit();
    }
    assertEquals("report", out.toString(UTF_8));
    assertEquals("for people \uFFFD[31m\n", err.toString(UTF_8));
  }

  @Test
  void aReaderThatHasGoneIsNoTrouble() throws IOException {
    int[] calls = new int[1];
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            calls[0]++;
            throw new IOException("Broken pipe");
          }
        };
    try (var pipe = new PipeOutput(broken)) {
      pipe.write(new byte[10]);
      pipe.write(1);
      pipe.flush();
    }
    assertEquals(1, calls[0]);
  }

  @Test
  void otherTroubleWithStandardOutputIsTrouble() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (var pipe = new PipeOutput(full)) {
      assertThrows(IOException.class, () -> pipe.write(1));
    }
  }
}

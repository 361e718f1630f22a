package dev.assay.analyze.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.FileFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A Windows program lists its sections in front; nothing at its end tells that it is whole.
final class CutWindowsProgramTest {
  private static final int HEADER = 128;
  private static final int ALIGNMENT = 512;
  private static final int CODE = 0x6000_0020;
  private static final int READ_ONLY = 0x4000_0040;
  private static final int WRITABLE = 0xC000_0040;

  /// A program of three sections, the last of 700 bytes that are rounded up to 1,024.
  private static byte[] program() {
    ByteBuffer file = ByteBuffer.allocate(4096 + 1024).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, "MZ".getBytes(US_ASCII)).putInt(60, HEADER);
    file.put(64, "This program cannot be run in DOS mode.".getBytes(US_ASCII));
    file.putInt(HEADER, 0x4550).putShort(HEADER + 6, (short) 3).putShort(HEADER + 20, (short) 240);
    int optional = HEADER + 24;
    file.putShort(optional, (short) 0x20b).putInt(optional + 36, ALIGNMENT);
    section(file, 0, new int[] {1500, 1536, 1024, CODE});
    section(file, 1, new int[] {1536, 1536, 2560, WRITABLE});
    section(file, 2, new int[] {700, 1024, 4096, READ_ONLY});
    return file.array();
  }

  /// @param facts bytes in memory and in the file, offset, flags
  private static void section(ByteBuffer file, int number, int[] facts) {
    int at = HEADER + 24 + 240 + 40 * number;
    file.putInt(at + 8, facts[0]).putInt(at + 12, 4096 * (number + 1));
    file.putInt(at + 16, facts[1]).putInt(at + 20, facts[2]).putInt(at + 36, facts[3]);
  }

  private static boolean isCut(byte[] content) throws IOException {
    return facts(content).gaps().stream()
        .anyMatch(gap -> gap.problem().startsWith("a program that ends before"));
  }

  private static FileFacts facts(byte[] content) throws IOException {
    var found = new FactsCollector("app/kettle.exe", path -> false);
    new ProgramAnalyzer().read("app/kettle.exe", new ByteArrayInputStream(content), found);
    return found.facts();
  }

  @Test
  void everyCutIsToldButThatOfPadding() throws IOException {
    byte[] whole = program();
    assertEquals(0, facts(whole).gaps().size(), "whole");
    int needed = 4096 + 700;
    for (int length = HEADER; length < whole.length; length++) {
      boolean isPadding = needed - length < ALIGNMENT;
      assertEquals(!isPadding, isCut(Arrays.copyOf(whole, length)), "cut at " + length);
    }
  }

  @Test
  void aCutInFrontOfTheHeadersIsTold() throws IOException {
    for (int length : new int[] {64, 100, 120, 127}) {
      assertEquals(true, isCut(Arrays.copyOf(program(), length)), "cut at " + length);
    }
  }

  @Test
  void whatIsNoWindowsProgramIsNotCut() throws IOException {
    byte[] dos = new byte[3000];
    dos[0] = 'M';
    dos[1] = 'Z';
    assertEquals(false, isCut(dos), "DOS's own");
    assertEquals(false, isCut("MZ, or how a text may begin. ".repeat(9).getBytes(US_ASCII)));
    byte[] more = Arrays.copyOf(program(), program().length + 5000);
    assertEquals(false, isCut(more), "signatures and archives follow");
  }

  @Test
  void aSectionThatTheFileDoesNotHoldIsNotMissing() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(program()).order(ByteOrder.LITTLE_ENDIAN);
    section(file, 1, new int[] {1 << 20, 1 << 20, 0, WRITABLE});
    assertEquals(false, isCut(file.array()));
  }
}

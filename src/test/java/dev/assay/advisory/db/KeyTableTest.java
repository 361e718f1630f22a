package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  /// Holds one range, or one listed version, alone.
  private record Asked(AffectedRange range, String listed, boolean isVersion)
      implements VersionTest {
    private static final AffectedRange NEVER = new AffectedRange("never", "", "");

    Asked(AffectedRange range) {
      this(range, "", true);
    }

    Asked(String listed) {
      this(NEVER, listed, true);
    }

    @Override
    public boolean isIn(AffectedRange other) {
      return range.equals(other);
    }

    @Override
    public long plain() {
      return 0;
    }

    @Override
    public boolean is(String other) {
      return listed.equals(other);
    }
  }

  private static final VersionTest ANY =
      new VersionTest() {
        @Override
        public boolean isVersion() {
          return true;
        }

        @Override
        public boolean isIn(AffectedRange range) {
          return true;
        }

        @Override
        public long plain() {
          return 0;
        }

        @Override
        public boolean is(String listed) {
          return true;
        }
      };

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  private static Unpacker advisory(
      List<AffectedRange> ranges, List<String> versions, Status status) {
    return new Unpacker(
        AdvisoryCodec.pack(
            new Advisory(
                "CVE-2024-1",
                List.of("GHSA-1", "GHSA-2"),
                List.of("NOTICE-1"),
                SampleDatabase.GHSA,
                "name",
                ranges,
                versions,
                status,
                Severity.LOW,
                "note")));
  }

  private static KeyTable table(KeyTableWriter writer) throws Unpacker.Damaged {
    return new KeyTable(writer.toBytes());
  }

  @Test
  void hasEveryKeyItWasMadeOfAndHardlyAnother() throws Unpacker.Damaged {
    for (int count : new int[] {0, 1, 2, 3, 4, 7, 8, 9, 100, 20_000}) {
      KeyTableWriter writer = new KeyTableWriter();
      for (int i = 0; i < count; i++) {
        writer.add(advisory(List.of(AffectedRange.before("1." + i)), List.of(), Status.FIXED));
        writer.endKey(key("package-" + i));
      }
      KeyTable table = table(writer);
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        byte[] key = key("package-" + i);
        assertTrue(table.mayHave(key), "package-" + i);
        assertTrue(table.mayHold(key, new Asked(AffectedRange.before("1." + i))));
        assertFalse(table.mayHold(key, new Asked(AffectedRange.before("1." + (i + 1)))));
      }
      for (int i = 0; i < 10_000; i++) {
        wrong += table.mayHave(key("other-" + i)) ? 1 : 0;
      }
      assertTrue(wrong < 3, wrong + " of 10000 with " + count);
    }
  }

  @Test
  void tellsWhatEveryAdvisoryOfAKeyCallsAffectedAndWhatNoneDoesNot() throws Unpacker.Damaged {
    List<AffectedRange> ranges =
        List.of(
            AffectedRange.ALL,
            AffectedRange.before("2"),
            new AffectedRange("1", "2", ""),
            new AffectedRange("1", "", "2"),
            new AffectedRange("1", "2", "", true),
            new AffectedRange("", "2", "", true),
            new AffectedRange("1", "", ""),
            new AffectedRange("0", "", ""),
            new AffectedRange("1:é", "2", ""));
    for (AffectedRange wanted : ranges) {
      for (AffectedRange other : ranges) {
        KeyTableWriter writer = new KeyTableWriter();
        writer.add(advisory(List.of(wanted, wanted), List.of("7", "8"), Status.AFFECTED));
        writer.add(advisory(List.of(other), List.of(), Status.NOT_AFFECTED));
        writer.endKey(key("a"));
        KeyTable table = table(writer);
        assertTrue(table.mayHold(key("a"), new Asked(wanted)), wanted.toString());
        assertEquals(wanted.equals(other), table.mayHold(key("a"), new Asked(other)));
        assertTrue(table.mayHold(key("a"), new Asked("8")));
        assertFalse(table.mayHold(key("a"), new Asked("9")));
        assertFalse(table.mayHold(key("b"), ANY));
        assertTrue(table.mayHold(key("a"), new Asked(Asked.NEVER, "", false)));
        assertFalse(table.mayHold(key("b"), new Asked(Asked.NEVER, "", false)));
      }
    }
  }

  @Test
  void keysThatShareAHashAreAskedForTogether() throws Unpacker.Damaged {
    assertEquals(KeyTable.hash(key("plumless")), KeyTable.hash(key("buckeroo")));
    KeyTableWriter writer = new KeyTableWriter();
    for (String name : List.of("plumless", "other", "buckeroo")) {
      writer.add(advisory(List.of(AffectedRange.before(name)), List.of(), Status.FIXED));
      writer.endKey(key(name));
    }
    KeyTable table = table(writer);
    assertTrue(table.mayHold(key("plumless"), new Asked(AffectedRange.before("plumless"))));
    assertTrue(table.mayHold(key("buckeroo"), new Asked(AffectedRange.before("buckeroo"))));
    assertFalse(table.mayHold(key("buckeroo"), new Asked(AffectedRange.before("other"))));
  }

  @Test
  void doesNotDependOnTheOrderOfKeys() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      numbers.add(i);
    }
    List<byte[]> made = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      KeyTableWriter writer = new KeyTableWriter();
      numbers.forEach(i -> writer.endKey(key("package-" + i)));
      made.add(writer.toBytes());
      Collections.shuffle(numbers, new Random(5));
    }
    assertTrue(Arrays.equals(made.getFirst(), made.getLast()));
  }

  @Test
  void aTableOfAnyBytesAnswersOrIsDamaged() {
    KeyTableWriter writer = new KeyTableWriter();
    for (int i = 0; i < 50; i++) {
      writer.endKey(key("package-" + i));
    }
    byte[] whole = writer.toBytes();
    Random random = new Random(4);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        KeyTable table = new KeyTable(bytes);
        for (int i = 0; i < 60; i++) {
          boolean holds = table.mayHold(key("package-" + i), ANY);
          assertTrue(!holds || table.mayHave(key("package-" + i)));
        }
      } catch (Unpacker.Damaged e) {
        refused++;
      }
    }
    assertThrows(Unpacker.Damaged.class, () -> new KeyTable(new byte[0]));
    assertTrue(refused > 5_000, refused + " refused");
  }
}

package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Whoever may write beside an image may take a good signature, break its timestamp, and put it
/// there too: it must be one that does not hold, and no more than that.
class BrokenTimestampTest {
  private final Forge forge = new Forge();
  private final Bundle good = forge.keyless(2);

  /// All that a document becomes when one of its values at a time does.
  private static List<byte[]> broken(Der value, UnaryOperator<Der> change) {
    List<byte[]> all = new ArrayList<>();
    all.add(change.apply(value).encoded());
    for (Der parent : inside(value)) {
      for (byte[] changed : broken(parent, change)) {
        all.add(replaced(value, parent, changed));
      }
    }
    return all;
  }

  private static List<Der> inside(Der value) {
    if ((value.tag() & 0x20) != 0) {
      return value.items();
    }
    // The content that is stamped is a document in a string.
    byte[] content = value.content();
    return value.tag() == Der.OCTET_STRING && content.length > 60 && content[0] == Der.SEQUENCE
        ? List.of(Der.read(content))
        : List.of();
  }

  private static byte[] replaced(Der parent, Der child, byte[] other) {
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    for (Der item : inside(parent)) {
      boolean isIt = item == child || Arrays.equals(item.encoded(), child.encoded());
      inside.writeBytes(isIt ? other : item.encoded());
    }
    return Der.write(parent.tag(), inside.toByteArray());
  }

  private void hidesNothing(byte[] stamp) {
    Bundle bad = Forge.stamps(good, List.of(Octets.of(stamp)));
    ImageVerdict verdict =
        forge.verify(new MemoryStore().with(bad).with(good), Forge.byIdentity(), Strictness.FULL);
    assertEquals(1, verdict.accepted().size(), verdict::toString);
  }

  @Test
  void aValueThatIsEmptyHidesNoGoodSignature() {
    byte[] stamp = good.timestamps().getFirst().bytes();
    List<byte[]> all =
        broken(Der.read(stamp), value -> Der.read(Der.write(value.tag(), new byte[0])));
    assertTrue(all.size() > 100, () -> "values: " + all.size());
    all.forEach(this::hidesNothing);
  }

  @Test
  void aValueThatIsAnotherHidesNoGoodSignature() {
    byte[] stamp = good.timestamps().getFirst().bytes();
    broken(Der.read(stamp), _ -> Der.read(new byte[] {0x30, 2, 0x30, 0}))
        .forEach(this::hidesNothing);
  }

  /// To write such a number in decimals takes hours.
  @Test
  void aNumberOfMegabytesIsNotRead() {
    byte[] number = new byte[8 << 20];
    Arrays.fill(number, (byte) 0x55);
    byte[] status = Der.write(Der.SEQUENCE, Der.write(Der.INTEGER, number));
    byte[] type = Der.write(Der.SEQUENCE, Der.write(Der.OID, number));
    for (byte[] stamp : List.of(Der.write(Der.SEQUENCE, status), Der.write(Der.SEQUENCE, type))) {
      hidesNothing(stamp);
    }
    Arrays.fill(number, (byte) 0xd5);
    number[number.length - 1] = 1;
    hidesNothing(Der.write(Der.SEQUENCE, Der.write(Der.OID, number)));
  }
}

package dev.assay.analyze.binary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Build information as Go's linker writes it.
final class GoBlobs {
  static final String MODULES =
      """
      path\texample.com/acme/app/cmd/app
      mod\texample.com/acme/app\t(devel)\t
      dep\tgithub.com/google/uuid\tv1.6.0\th1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=
      dep\tgolang.org/x/text\tv0.14.0
      =>\tgolang.org/x/text\tv0.13.0\th1:ablQoSUd0tRdKxZewP80B+BaqeKJuVhuRxj/dkrun3k=
      dep\texample.com/acme/lib\tv0.0.0
      =>\t./lib\t(devel)\t
      build\t-compiler=gc
      build\t-ldflags="-s -w -X main.version=v1.2.3 -X 'main.date=to day'"
      build\tvcs.revision=0123456789abcdef0123456789abcdef01234567
      """;

  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);

  private GoBlobs() {}

  private static byte[] framed(String modules) {
    var out = new ByteArrayOutputStream();
    if (!modules.isEmpty()) {
      for (int i = 0; i < 16; i++) {
        out.write(0xe0 + i);
      }
      out.writeBytes(modules.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 16; i++) {
        out.write(0xf0 + i);
      }
    }
    return out.toByteArray();
  }

  /// Since Go 1.18: the texts follow.
  static byte[] inline(String version, String modules) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.write(8);
    out.write(2);
    out.writeBytes(new byte[16]);
    for (byte[] text : new byte[][] {version.getBytes(StandardCharsets.UTF_8), framed(modules)}) {
      for (int left = text.length; ; left >>= 7) {
        out.write(left < 0x80 ? left : left & 0x7f | 0x80);
        if (left < 0x80) {
          break;
        }
      }
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  /// Before Go 1.18: a program whose first segment has the texts, the second what points to them.
  static byte[] pointing(int bits, ByteOrder order, String modules) {
    byte[] version = "go1.17.13".getBytes(StandardCharsets.UTF_8);
    byte[] framed = framed(modules);
    ByteBuffer texts = ByteBuffer.allocate(64 + framed.length);
    texts.put(16, version).put(64, framed);
    var elf = new ElfWriter(bits, order).load(ElfWriter.READ, texts.array());
    long constants = elf.address(0, 2);
    long variables = elf.address(1, 2);
    int word = bits / 8;
    ByteBuffer data = ByteBuffer.allocate(32 + 4 * word).order(order);
    data.put(MAGIC).put((byte) word).put((byte) (order == ByteOrder.BIG_ENDIAN ? 1 : 0));
    put(data, bits, variables + 32, variables + 32 + 2 * word);
    data.position(32);
    put(data, bits, constants + 16, version.length, constants + 64, framed.length);
    return elf.load(ElfWriter.READ_WRITE, data.array()).bytes();
  }

  private static void put(ByteBuffer out, int bits, long... words) {
    for (long word : words) {
      if (bits == 64) {
        out.putLong(word);
      } else {
        out.putInt((int) word);
      }
    }
  }
}

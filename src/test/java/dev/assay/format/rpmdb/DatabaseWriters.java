package dev.assay.format.rpmdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;

/// Writes databases of the kinds that no rpm at hand can write, from the published formats.
final class DatabaseWriters {
  private static final int PAGE_HEADER = 26;

  private DatabaseWriters() {}

  /// NDB: a page of slots, then the blobs; the first slot is free, as after an erasure.
  static byte[] ndb(List<byte[]> headers) {
    var blobs = new ByteArrayOutputStream();
    int slotPages = 1 + headers.size() / 254;
    ByteBuffer slots = ByteBuffer.allocate(slotPages * 4096).order(ByteOrder.LITTLE_ENDIAN);
    slots.put("RpmP".getBytes(US_ASCII)).putInt(0).putInt(7).putInt(slotPages);
    slots.putInt(headers.size() + 1).position(32);
    slots.put("Slot".getBytes(US_ASCII)).putInt(0).putInt(0).putInt(0);
    for (int i = 0; i < headers.size(); i++) {
      byte[] blob = blob(i + 1, headers.get(i));
      slots.put("Slot".getBytes(US_ASCII)).putInt(i + 1);
      slots.putInt(slotPages * 256 + blobs.size() / 16).putInt(blob.length / 16);
      blobs.writeBytes(blob);
    }
    while (slots.remaining() >= 16) {
      slots.put("Slot".getBytes(US_ASCII)).putInt(0).putInt(0).putInt(0);
    }
    var file = new ByteArrayOutputStream();
    file.writeBytes(slots.array());
    file.writeBytes(blobs.toByteArray());
    return file.toByteArray();
  }

  private static byte[] blob(int number, byte[] header) {
    int size = (16 + header.length + 12 + 15) / 16 * 16;
    ByteBuffer blob = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    blob.put("BlbS".getBytes(US_ASCII)).putInt(number).putInt(7).putInt(header.length);
    blob.put(header);
    var sum = new Adler32();
    sum.update(blob.array(), 0, size - 12);
    blob.putInt(size - 12, (int) sum.getValue());
    blob.putInt(size - 8, header.length);
    blob.put(size - 4, "BlbE".getBytes(US_ASCII));
    return blob.array();
  }

  /// Berkeley DB: `buckets` pages of a hash table, then overflow pages. Package numbers go round
  /// the buckets; a full bucket goes on in another page.
  static byte[] berkeley(List<byte[]> headers, int pageSize, int buckets, ByteOrder order) {
    return new Berkeley(pageSize, buckets, order).write(headers);
  }

  private static final class Berkeley {
    private final int pageSize;
    private final int buckets;
    private final ByteOrder order;
    private final List<ByteBuffer> pages = new ArrayList<>();

    Berkeley(int pageSize, int buckets, ByteOrder order) {
      this.pageSize = pageSize;
      this.buckets = buckets;
      this.order = order;
    }

    byte[] write(List<byte[]> headers) {
      page(0, 0);
      for (int bucket = 0; bucket < buckets; bucket++) {
        page(13, 0);
      }
      add(0, number(headers.size()), new byte[] {0, 0, 0, 0});
      for (int i = 0; i < headers.size(); i++) {
        add(i + 1, number(i + 1), headers.get(i));
      }
      meta(headers.size() + 1);
      var file = new ByteArrayOutputStream();
      pages.forEach(page -> file.writeBytes(page.array()));
      return file.toByteArray();
    }

    private byte[] number(int value) {
      return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    private int page(int type, int before) {
      int number = pages.size();
      ByteBuffer page = ByteBuffer.allocate(pageSize).order(order);
      page.putInt(8, number).putInt(12, before).putShort(22, (short) pageSize);
      page.put(25, (byte) type);
      pages.add(page);
      return number;
    }

    private void meta(int entries) {
      ByteBuffer meta = pages.getFirst();
      meta.putInt(12, 0x061561).putInt(16, 9).putInt(20, pageSize).put(25, (byte) 8);
      meta.putInt(32, pages.size() - 1).putInt(40, entries).putInt(44, entries);
      meta.putInt(72, buckets - 1).putInt(76, Integer.highestOneBit(buckets) * 2 - 1);
      meta.putInt(80, Integer.highestOneBit(buckets) - 1).putInt(88, entries);
      for (int i = 0; i < 32; i++) {
        meta.putInt(96 + 4 * i, 1); // all buckets lie side by side from page 1 on
      }
    }

    private void add(int entry, byte[] key, byte[] value) {
      byte[] storedKey = entry == 0 ? inline(new byte[4]) : inline(key);
      byte[] stored = value.length > pageSize / 4 ? overflow(value) : inline(value);
      int page = 1 + entry % buckets;
      while (pages.get(page).getInt(16) != 0) {
        page = pages.get(page).getInt(16);
      }
      ByteBuffer at = pages.get(page);
      int entries = at.getShort(20);
      int free = (at.getShort(22) & 0xffff) - PAGE_HEADER - 2 * entries;
      if (free < storedKey.length + stored.length + 4) {
        int next = page(13, page);
        at.putInt(16, next);
        at = pages.get(next);
      }
      put(at, storedKey);
      put(at, stored);
    }

    private static byte[] inline(byte[] bytes) {
      return ByteBuffer.allocate(bytes.length + 1).put((byte) 1).put(bytes).array();
    }

    private static void put(ByteBuffer page, byte[] item) {
      int entries = page.getShort(20);
      int offset = (page.getShort(22) & 0xffff) - item.length;
      page.put(offset, item);
      page.putShort(PAGE_HEADER + 2 * entries, (short) offset);
      page.putShort(20, (short) (entries + 1)).putShort(22, (short) offset);
    }

    private byte[] overflow(byte[] value) {
      int first = pages.size();
      for (int done = 0; done < value.length; ) {
        int length = Math.min(value.length - done, pageSize - PAGE_HEADER);
        ByteBuffer page = pages.get(page(7, done == 0 ? 0 : pages.size() - 1));
        page.put(PAGE_HEADER, value, done, length).putShort(20, (short) 1);
        page.putShort(22, (short) length);
        done += length;
        page.putInt(16, done < value.length ? pages.size() : 0);
      }
      ByteBuffer item = ByteBuffer.allocate(12).order(order);
      return item.put(0, (byte) 3).putInt(4, first).putInt(8, value.length).array();
    }
  }
}

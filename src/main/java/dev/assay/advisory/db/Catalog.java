package dev.assay.advisory.db;

import dev.assay.failure.InputFailure;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// What a look-up needs of a manifest, in a form that costs nothing to read: digest and date of the
/// database, and the file of each partition. It is kept beside the manifest, and made anew where it
/// is missing, damaged or another manifest's.
///
/// The CRC-32 of all that follows, the CRC-32 of the manifest's bytes and their number, each four
/// bytes, little-endian. Then as `Packer` writes it: the digest and the date, the number of
/// partitions, and for each its id, its file, the digest of what that says and its own, in
/// hexadecimal digits.
final class Catalog {
  private static final int HEAD_BYTES = 12;

  /// A partition's file.
  ///
  /// @param content of what the file says, however it is packed
  /// @param sha256 of the file
  record Entry(String file, Digest content, Digest sha256) {}

  private final DatabaseFacts facts;

  /// By the text of their ids; what stands behind it is read when it is asked for.
  private final Map<String, Unpacker> entries = new TreeMap<>();

  /// By the word of the kind: a map of enums asks for them by reflection, which costs half a
  /// millisecond in a program that has just started.
  private final Map<String, List<PartitionId>> kinds = new TreeMap<>();

  private Catalog(Unpacker in) throws Unpacker.Damaged {
    Digest digest = Digest.parse(in.text());
    this.facts = new DatabaseFacts(Optional.of(digest), InstantText.parse(in.text()));
    for (int left = in.count(); left > 0; left--) {
      String id = in.text();
      entries.put(id, in.copy());
      in.skip();
      in.skip();
      in.skip();
    }
  }

  static Catalog of(Manifest manifest) {
    return read(pack(manifest, new byte[0]), new byte[0]).orElseThrow();
  }

  /// Reads what `pack` wrote; empty where it is damaged or of another manifest.
  ///
  /// @param manifest its bytes
  static Optional<Catalog> read(byte[] packed, byte[] manifest) {
    Unpacker in = new Unpacker(packed);
    try {
      boolean isWhole =
          packed.length > HEAD_BYTES
              && in.fixed() == crc(packed, 4, packed.length)
              && in.fixed() == crc(manifest, 0, manifest.length)
              && in.fixed() == manifest.length;
      return isWhole ? Optional.of(new Catalog(in)) : Optional.empty();
    } catch (Unpacker.Damaged | InputFailure | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// @param json the manifest's bytes
  static byte[] pack(Manifest manifest, byte[] json) {
    DatabaseFacts facts = manifest.facts();
    Packer rest = new Packer().fixed(crc(json, 0, json.length)).fixed(json.length);
    rest.text(facts.digest().map(Digest::toString).orElse("")).text(facts.builtAt().toString());
    rest.number(manifest.partitions().size());
    for (Manifest.Partition each : manifest.partitions()) {
      rest.text(each.id().toString()).text(each.file());
      rest.text(each.content().hex()).text(each.sha256().hex());
    }
    return new Packer()
        .fixed(crc(rest.array(), 0, rest.length()))
        .raw(rest.array(), 0, rest.length())
        .toBytes();
  }

  private static int crc(byte[] bytes, int from, int end) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, end - from);
    return (int) crc.getValue();
  }

  DatabaseFacts facts() {
    return facts;
  }

  boolean has(PartitionId id) {
    return entries.containsKey(id.toString());
  }

  /// @throws dev.assay.failure.DatabaseFailure where its entry is no entry
  Optional<Entry> find(PartitionId id) {
    Unpacker entry = entries.get(id.toString());
    if (entry == null) {
      return Optional.empty();
    }
    Unpacker in = entry.copy();
    try {
      String file = in.text();
      if (!Manifest.isFileName(file)) {
        throw new InputFailure("`" + file + "` is no file name");
      }
      return Optional.of(new Entry(file, digest(in), digest(in)));
    } catch (Unpacker.Damaged | InputFailure e) {
      throw PartitionFile.damaged(id, e);
    }
  }

  private static Digest digest(Unpacker in) throws Unpacker.Damaged {
    return new Digest("sha256", in.text());
  }

  /// Those of a kind, sorted.
  List<PartitionId> ids(PartitionId.Kind kind) {
    synchronized (kinds) {
      List<PartitionId> known = kinds.get(kind.word());
      if (known == null) {
        known = new ArrayList<>();
        String start = kind.word() + "/";
        for (String id : entries.keySet()) {
          if (id.startsWith(start)) {
            known.add(PartitionId.parse(id));
          }
        }
        Collections.sort(known);
        kinds.put(kind.word(), known);
      }
      return known;
    }
  }
}

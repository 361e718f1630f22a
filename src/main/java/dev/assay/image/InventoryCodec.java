package dev.assay.image;

import dev.assay.image.AnalysisCache.KnownImage;
import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.PathSet;
import dev.assay.model.Placed;
import dev.assay.model.Platform;
import dev.assay.model.Relationship;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Cached values as bytes: the parts of each record in order, a text as its length and UTF-8, a
/// list as its length and items, an optional value as a list of at most one.
final class InventoryCodec {
  private static final int MAX_TEXT_BYTES = 64 << 20;

  /// A whole number of hashes.
  private static final int READ_BYTES = 32 << 10;

  private static final int MAX_HASHES = 16 << 20;

  private InventoryCodec() {}

  private interface Writing<T> {
    void write(T value) throws IOException;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  static void writeLayer(LayerInventory layer, DataOutput out) throws IOException {
    text(layer.digest().toString(), out);
    text(layer.diffId().map(Digest::toString).orElse(""), out);
    out.writeLong(layer.sizeBytes());
    out.writeLong(layer.unpackedBytes());
    list(List.copyOf(layer.files().values()), out, f -> file(f, out));
    texts(layer.whiteouts(), out);
    texts(layer.opaqueFolders(), out);
    texts(layer.symlinks(), out);
    paths(layer.others(), out);
    paths(layer.folders(), out);
    list(layer.gaps(), out, g -> gap(g, out));
  }

  static LayerInventory readLayer(DataInput in) throws IOException {
    Digest digest = Digest.parse(text(in));
    String diffId = text(in);
    long sizeBytes = in.readLong();
    long unpackedBytes = in.readLong();
    var files = new TreeMap<String, FileFacts>();
    list(in, () -> file(in)).forEach(f -> files.put(f.path(), f));
    List<String> whiteouts = list(in, () -> text(in));
    List<String> opaqueFolders = list(in, () -> text(in));
    SortedMap<String, String> symlinks = texts(in);
    return new LayerInventory(
        digest,
        diffId.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(diffId)),
        sizeBytes,
        unpackedBytes,
        files,
        whiteouts,
        opaqueFolders,
        symlinks,
        paths(in),
        paths(in),
        list(in, () -> gap(in)));
  }

  static void writeImage(KnownImage image, DataOutput out) throws IOException {
    ImageFacts facts = image.facts();
    text(facts.reference(), out);
    texts(facts.repoTags(), out);
    texts(facts.repoDigests(), out);
    text(facts.manifestDigest().toString(), out);
    text(facts.configDigest().toString(), out);
    text(facts.platform().os(), out);
    text(facts.platform().architecture(), out);
    text(facts.platform().variant(), out);
    text(facts.configJson(), out);
    list(facts.layers(), out, l -> layer(l, out));
    out.writeLong(facts.sizeBytes());
    Inventory inventory = image.inventory();
    optional(inventory.operatingSystem(), out, os -> operatingSystem(os, out));
    list(
        inventory.components(),
        out,
        p -> {
          component(p.component(), out);
          out.writeInt(p.layer().map(facts.layers()::indexOf).orElse(-1));
        });
    list(inventory.gaps(), out, g -> gap(g, out));
  }

  static KnownImage readImage(DataInput in) throws IOException {
    String reference = text(in);
    List<String> repoTags = list(in, () -> text(in));
    List<String> repoDigests = list(in, () -> text(in));
    Digest manifest = Digest.parse(text(in));
    Digest config = Digest.parse(text(in));
    var platform = new Platform(text(in), text(in), text(in));
    String configJson = text(in);
    List<Layer> layers = list(in, () -> layer(in));
    long sizeBytes = in.readLong();
    Optional<OperatingSystem> system = optional(in, () -> operatingSystem(in));
    List<Placed> components =
        list(
            in,
            () -> {
              Component component = component(in);
              int layer = in.readInt();
              return new Placed(
                  component, layer < 0 ? Optional.empty() : Optional.of(layers.get(layer)));
            });
    return new KnownImage(
        new ImageFacts(
            reference,
            repoTags,
            repoDigests,
            manifest,
            config,
            platform,
            configJson,
            layers,
            sizeBytes),
        new Inventory(system, components, list(in, () -> gap(in))));
  }

  private static void layer(Layer layer, DataOutput out) throws IOException {
    text(layer.digest().toString(), out);
    text(layer.diffId().toString(), out);
    out.writeLong(layer.sizeBytes());
    text(layer.createdBy(), out);
  }

  private static Layer layer(DataInput in) throws IOException {
    return new Layer(Digest.parse(text(in)), Digest.parse(text(in)), in.readLong(), text(in));
  }

  private static void file(FileFacts file, DataOutput out) throws IOException {
    text(file.path(), out);
    list(file.components(), out, c -> component(c, out));
    optional(file.operatingSystem(), out, os -> operatingSystem(os, out));
    texts(file.owned(), out);
    texts(file.repositories(), out);
    list(file.gaps(), out, g -> gap(g, out));
  }

  private static FileFacts file(DataInput in) throws IOException {
    return new FileFacts(
        text(in),
        list(in, () -> component(in)),
        optional(in, () -> operatingSystem(in)),
        list(in, () -> text(in)),
        list(in, () -> text(in)),
        list(in, () -> gap(in)));
  }

  private static void component(Component c, DataOutput out) throws IOException {
    text(c.type().name(), out);
    text(c.foundBy(), out);
    text(c.name(), out);
    text(c.version(), out);
    text(c.architecture(), out);
    text(c.sourceName(), out);
    text(c.sourceVersion(), out);
    texts(c.licenses(), out);
    text(c.maintainer(), out);
    text(c.path(), out);
    text(c.relationship().name(), out);
    out.writeBoolean(c.isDevelopment());
    texts(c.dependsOn(), out);
    texts(c.details(), out);
  }

  private static Component component(DataInput in) throws IOException {
    return new Component(
        PackageType.valueOf(text(in)),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        list(in, () -> text(in)),
        text(in),
        text(in),
        Relationship.valueOf(text(in)),
        in.readBoolean(),
        list(in, () -> text(in)),
        texts(in));
  }

  private static void operatingSystem(OperatingSystem os, DataOutput out) throws IOException {
    text(os.family(), out);
    text(os.name(), out);
    text(os.codename(), out);
    text(os.endOfLife().map(LocalDate::toString).orElse(""), out);
  }

  private static OperatingSystem operatingSystem(DataInput in) throws IOException {
    String family = text(in);
    String name = text(in);
    String codename = text(in);
    String end = text(in);
    return new OperatingSystem(
        family,
        name,
        codename,
        end.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(end)));
  }

  private static void gap(Gap gap, DataOutput out) throws IOException {
    text(gap.path(), out);
    out.writeLong(gap.position());
    text(gap.problem(), out);
  }

  private static Gap gap(DataInput in) throws IOException {
    return new Gap(text(in), in.readLong(), text(in));
  }

  private static void text(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInput in) throws IOException {
    byte[] bytes = new byte[length(in, MAX_TEXT_BYTES)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// A length from a damaged entry must not take all memory there is.
  private static int length(DataInput in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a length of " + length);
    }
    return length;
  }

  private static void paths(PathSet paths, DataOutput out) throws IOException {
    long[] hashes = paths.hashes();
    out.writeInt(hashes.length);
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(hashes.length, Long.BYTES));
    bytes.asLongBuffer().put(hashes);
    out.write(bytes.array());
  }

  private static PathSet paths(DataInput in) throws IOException {
    long[] hashes = new long[length(in, MAX_HASHES)];
    var some = new byte[Math.min(hashes.length * Long.BYTES, READ_BYTES)];
    for (int at = 0; at < hashes.length; ) {
      int count = Math.min(hashes.length - at, READ_BYTES / Long.BYTES);
      in.readFully(some, 0, count * Long.BYTES);
      ByteBuffer.wrap(some).asLongBuffer().get(hashes, at, count);
      at += count;
    }
    return PathSet.ofHashes(hashes);
  }

  private static void texts(List<String> texts, DataOutput out) throws IOException {
    list(texts, out, t -> text(t, out));
  }

  private static void texts(SortedMap<String, String> texts, DataOutput out) throws IOException {
    list(
        List.copyOf(texts.entrySet()),
        out,
        e -> {
          text(e.getKey(), out);
          text(e.getValue(), out);
        });
  }

  private static SortedMap<String, String> texts(DataInput in) throws IOException {
    var texts = new TreeMap<String, String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.put(text(in), text(in));
    }
    return texts;
  }

  private static <T> void list(List<T> items, DataOutput out, Writing<T> writing)
      throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      writing.write(item);
    }
  }

  private static <T> List<T> list(DataInput in, Reading<T> reading) throws IOException {
    var items = new ArrayList<T>();
    for (int left = in.readInt(); left > 0; left--) {
      items.add(reading.read());
    }
    return items;
  }

  private static <T> void optional(Optional<T> value, DataOutput out, Writing<T> writing)
      throws IOException {
    list(value.stream().toList(), out, writing);
  }

  private static <T> Optional<T> optional(DataInput in, Reading<T> reading) throws IOException {
    return list(in, reading).stream().findFirst();
  }
}

package dev.assay.image;

import dev.assay.image.AnalysisCache.KnownImage;
import dev.assay.image.CacheEntry.Input;
import dev.assay.image.CacheEntry.Output;
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
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Cached values as bytes: the parts of each record in order, a text as its length and UTF-8, a
/// list as its length and items, an optional value as a list of at most one.
final class InventoryCodec {
  private InventoryCodec() {}

  private interface Reading<T> {
    T read() throws IOException;
  }

  static void writeLayer(LayerInventory layer, Output out) {
    out.text(layer.digest().toString());
    out.text(layer.diffId().map(Digest::toString).orElse(""));
    out.number(layer.sizeBytes());
    out.number(layer.unpackedBytes());
    list(List.copyOf(layer.files().values()), out, f -> file(f, out));
    texts(layer.whiteouts(), out);
    texts(layer.opaqueFolders(), out);
    texts(layer.symlinks(), out);
    out.hashes(layer.others().hashes());
    out.hashes(layer.folders().hashes());
    list(layer.gaps(), out, g -> gap(g, out));
  }

  static LayerInventory readLayer(Input in) throws IOException {
    Digest digest = Digest.parse(in.text());
    String diffId = in.text();
    long sizeBytes = in.longNumber();
    long unpackedBytes = in.longNumber();
    var files = new TreeMap<String, FileFacts>();
    list(in, () -> file(in)).forEach(f -> files.put(f.path(), f));
    List<String> whiteouts = textList(in);
    List<String> opaqueFolders = textList(in);
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
        PathSet.ofHashes(in.hashes()),
        PathSet.ofHashes(in.hashes()),
        list(in, () -> gap(in)));
  }

  static void writeImage(KnownImage image, Output out) {
    ImageFacts facts = image.facts();
    out.text(facts.reference());
    texts(facts.repoTags(), out);
    texts(facts.repoDigests(), out);
    out.text(facts.manifestDigest().toString());
    out.text(facts.configDigest().toString());
    out.text(facts.platform().os());
    out.text(facts.platform().architecture());
    out.text(facts.platform().variant());
    out.text(facts.configJson());
    list(facts.layers(), out, l -> layer(l, out));
    out.number(facts.sizeBytes());
    Inventory inventory = image.inventory();
    optional(inventory.operatingSystem(), out, os -> operatingSystem(os, out));
    list(
        inventory.components(),
        out,
        p -> {
          component(p.component(), out);
          out.number(p.layer().map(layer -> index(layer, facts.layers())).orElse(-1));
        });
    list(inventory.gaps(), out, g -> gap(g, out));
  }

  /// Mostly it is the very object: all that makes one equal to another is much to compare.
  @SuppressWarnings("ReferenceEquality")
  private static int index(Layer layer, List<Layer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) == layer) {
        return i;
      }
    }
    return layers.indexOf(layer);
  }

  static KnownImage readImage(Input in) throws IOException {
    String reference = in.text();
    List<String> repoTags = textList(in);
    List<String> repoDigests = textList(in);
    Digest manifest = Digest.parse(in.text());
    Digest config = Digest.parse(in.text());
    var platform = new Platform(in.text(), in.text(), in.text());
    String configJson = in.text();
    List<Layer> layers = list(in, () -> layer(in));
    long sizeBytes = in.longNumber();
    Optional<OperatingSystem> system = optional(in, () -> operatingSystem(in));
    List<Optional<Layer>> places = layers.stream().map(Optional::of).toList();
    List<Placed> components =
        list(
            in,
            () -> {
              Component component = component(in);
              int layer = in.number();
              return new Placed(component, layer < 0 ? Optional.empty() : places.get(layer));
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

  private static void layer(Layer layer, Output out) {
    out.text(layer.digest().toString());
    out.text(layer.diffId().toString());
    out.number(layer.sizeBytes());
    out.text(layer.createdBy());
  }

  private static Layer layer(Input in) throws IOException {
    return new Layer(Digest.parse(in.text()), Digest.parse(in.text()), in.longNumber(), in.text());
  }

  private static void file(FileFacts file, Output out) {
    out.text(file.path());
    list(file.components(), out, c -> component(c, out));
    optional(file.operatingSystem(), out, os -> operatingSystem(os, out));
    texts(file.owned(), out);
    texts(file.repositories(), out);
    list(file.gaps(), out, g -> gap(g, out));
  }

  private static FileFacts file(Input in) throws IOException {
    return new FileFacts(
        in.text(),
        list(in, () -> component(in)),
        optional(in, () -> operatingSystem(in)),
        textList(in),
        textList(in),
        list(in, () -> gap(in)));
  }

  private static void component(Component c, Output out) {
    out.text(c.type().name());
    out.text(c.foundBy());
    out.text(c.name());
    out.text(c.version());
    out.text(c.architecture());
    out.text(c.sourceName());
    out.text(c.sourceVersion());
    texts(c.licenses(), out);
    out.text(c.maintainer());
    out.text(c.path());
    out.text(c.relationship().name());
    out.truth(c.isDevelopment());
    texts(c.dependsOn(), out);
    texts(c.details(), out);
  }

  private static Component component(Input in) throws IOException {
    return new Component(
        PackageType.valueOf(in.text()),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        textList(in),
        in.text(),
        in.text(),
        Relationship.valueOf(in.text()),
        in.truth(),
        textList(in),
        texts(in));
  }

  private static void operatingSystem(OperatingSystem os, Output out) {
    out.text(os.family());
    out.text(os.name());
    out.text(os.codename());
    optional(os.endOfLife(), out, day -> out.number(day.toEpochDay()));
  }

  private static OperatingSystem operatingSystem(Input in) throws IOException {
    return new OperatingSystem(
        in.text(), in.text(), in.text(), optional(in, () -> LocalDate.ofEpochDay(in.longNumber())));
  }

  private static void gap(Gap gap, Output out) {
    out.text(gap.path());
    out.number(gap.position());
    out.text(gap.problem());
  }

  private static Gap gap(Input in) throws IOException {
    return new Gap(in.text(), in.longNumber(), in.text());
  }

  private static void texts(List<String> texts, Output out) {
    out.number(texts.size());
    for (String text : texts) {
      out.text(text);
    }
  }

  private static void texts(SortedMap<String, String> texts, Output out) {
    out.number(texts.size());
    for (Map.Entry<String, String> text : texts.entrySet()) {
      out.text(text.getKey());
      out.text(text.getValue());
    }
  }

  private static List<String> textList(Input in) throws IOException {
    int left = in.number();
    if (left <= 0) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (; left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }

  private static SortedMap<String, String> texts(Input in) throws IOException {
    int left = in.number();
    if (left <= 0) {
      return Collections.emptySortedMap();
    }
    var texts = new TreeMap<String, String>();
    for (; left > 0; left--) {
      texts.put(in.text(), in.text());
    }
    return texts;
  }

  private static <T> void list(List<T> items, Output out, Consumer<T> writing) {
    out.number(items.size());
    for (T item : items) {
      writing.accept(item);
    }
  }

  private static <T> List<T> list(Input in, Reading<T> reading) throws IOException {
    var items = new ArrayList<T>();
    for (int left = in.number(); left > 0; left--) {
      items.add(reading.read());
    }
    return items;
  }

  private static <T> void optional(Optional<T> value, Output out, Consumer<T> writing) {
    list(value.stream().toList(), out, writing);
  }

  private static <T> Optional<T> optional(Input in, Reading<T> reading) throws IOException {
    return list(in, reading).stream().findFirst();
  }
}

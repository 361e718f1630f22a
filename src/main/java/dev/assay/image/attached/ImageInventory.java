package dev.assay.image.attached;

import dev.assay.model.Component;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Relationship;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What is in an image, as bytes: the same for the same inventory, and about ten for each package.
/// What of it follows from the image's manifest is left out. `docs/inventory.md` describes the
/// layout.
final class ImageInventory {
  private ImageInventory() {}

  /// The bytes.
  ///
  /// @param image that it is of
  static byte[] write(Inventory inventory, ImageFacts image) {
    var table = new TableWriter();
    table.texts(List.of(image.manifestDigest().toString()));
    inventory
        .operatingSystem()
        .ifPresentOrElse(
            os -> {
              String end = os.endOfLife().map(LocalDate::toString).orElse("");
              table.number(1);
              table.texts(List.of(os.family(), os.name(), os.codename(), end));
            },
            () -> table.number(0));
    List<Component> components = inventory.components().stream().map(Placed::component).toList();
    table.number(components.size());
    Columns.write(components, table);
    for (Placed placed : inventory.components()) {
      table.number(placed.layer().map(image.layers()::indexOf).orElse(-1) + 1);
    }
    List<Gap> gaps = inventory.gaps();
    table.number(gaps.size());
    table.texts(gaps.stream().map(Gap::path).toList());
    table.texts(gaps.stream().map(Gap::problem).toList());
    gaps.forEach(gap -> table.number(Math.max(0, gap.position())));
    return table.packed();
  }

  /// Reads them back.
  ///
  /// @param image that it has to be of
  /// @throws IOException where they are damaged, of another image, or of another version
  static Inventory read(byte[] content, ImageFacts image) throws IOException {
    var table = TableReader.of(content);
    String about = table.texts(1).getFirst();
    if (!about.equals(image.manifestDigest().toString())) {
      throw new IOException("it is about another image, " + about);
    }
    try {
      Optional<OperatingSystem> system = Optional.empty();
      if (table.count() > 0) {
        List<String> os = table.texts(4);
        String end = os.get(3);
        Optional<LocalDate> day =
            end.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(end));
        system = Optional.of(new OperatingSystem(os.get(0), os.get(1), os.get(2), day));
      }
      List<Component> components = Columns.read(table);
      var placed = new ArrayList<Placed>(components.size());
      for (Component component : components) {
        int layer = (int) table.number() - 1;
        Optional<Layer> place =
            layer < 0 ? Optional.empty() : Optional.of(image.layers().get(layer));
        placed.add(new Placed(component, place));
      }
      int gapCount = table.count();
      List<String> paths = table.texts(gapCount);
      List<String> problems = table.texts(gapCount);
      var gaps = new ArrayList<Gap>(gapCount);
      for (int i = 0; i < gapCount; i++) {
        gaps.add(new Gap(paths.get(i), table.number(), problems.get(i)));
      }
      return new Inventory(system, placed, gaps);
    } catch (RuntimeException e) {
      throw new IOException("damaged", e); // a word that is none, a layer that is not there
    }
  }

  /// Components, each of their parts in a column of its own.
  private static final class Columns {
    private Columns() {}

    static void write(List<Component> components, TableWriter table) {
      column(components, table, c -> c.type().name());
      column(components, table, Component::foundBy);
      column(components, table, Component::name);
      column(components, table, Component::version);
      column(components, table, Component::architecture);
      column(components, table, c -> Template.of(c.sourceName(), c.name(), c.version()));
      column(components, table, c -> Template.of(c.sourceVersion(), c.name(), c.version()));
      column(components, table, Component::maintainer);
      column(components, table, c -> Template.of(c.path(), c.name(), c.version()));
      column(components, table, c -> c.relationship().name());
      components.forEach(c -> table.number(c.isDevelopment() ? 1 : 0));
      lists(components, table, Component::licenses);
      lists(components, table, Component::dependsOn);
      lists(components, table, c -> List.copyOf(c.details().keySet()));
      table.texts(components.stream().flatMap(c -> c.details().values().stream()).toList());
    }

    private static void column(
        List<Component> components, TableWriter table, Function<Component, String> part) {
      table.texts(components.stream().map(part).toList());
    }

    private static void lists(
        List<Component> components, TableWriter table, Function<Component, List<String>> part) {
      components.forEach(c -> table.number(part.apply(c).size()));
      table.texts(components.stream().flatMap(c -> part.apply(c).stream()).toList());
    }

    static List<Component> read(TableReader table) throws IOException {
      int count = table.count();
      var columns = new ArrayList<List<String>>();
      for (int i = 0; i < 10; i++) {
        columns.add(table.texts(count));
      }
      boolean[] isDevelopment = new boolean[count];
      for (int i = 0; i < count; i++) {
        isDevelopment[i] = table.number() == 1;
      }
      List<List<String>> licenses = lists(table, count);
      List<List<String>> dependsOn = lists(table, count);
      List<List<String>> keys = lists(table, count);
      var values = table.texts(keys.stream().mapToInt(List::size).sum()).iterator();
      var components = new ArrayList<Component>(count);
      for (int i = 0; i < count; i++) {
        var details = new TreeMap<String, String>();
        keys.get(i).forEach(key -> details.put(key, values.next()));
        int row = i;
        List<String> parts = columns.stream().map(column -> column.get(row)).toList();
        String name = parts.get(2);
        String version = parts.get(3);
        components.add(
            new Component(
                PackageType.valueOf(parts.get(0)),
                parts.get(1),
                name,
                version,
                parts.get(4),
                Template.text(parts.get(5), name, version),
                Template.text(parts.get(6), name, version),
                licenses.get(i),
                parts.get(7),
                Template.text(parts.get(8), name, version),
                Relationship.valueOf(parts.get(9)),
                isDevelopment[i],
                dependsOn.get(i),
                details));
      }
      return components;
    }

    private static List<List<String>> lists(TableReader table, int count) throws IOException {
      int[] sizes = new int[count];
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sizes[i] = table.count();
        sum = Math.addExact(sum, sizes[i]);
      }
      List<String> all = table.texts(sum);
      var lists = new ArrayList<List<String>>(count);
      int at = 0;
      for (int size : sizes) {
        lists.add(all.subList(at, at + size));
        at += size;
      }
      return lists;
    }
  }

  /// A text with the component's name and version left out where they stand in it.
  private static final class Template {
    private static final String NAME = "\0";
    private static final String VERSION = "\1";
    private static final String AS_IT_IS = "\2";

    private Template() {}

    static String of(String text, String name, String version) {
      if (isMarked(text) || isMarked(name) || isMarked(version)) {
        return text.isEmpty() ? text : AS_IT_IS + text;
      }
      return without(without(text, name, NAME), version, VERSION);
    }

    private static boolean isMarked(String text) {
      return text.chars().anyMatch(c -> c <= 2);
    }

    private static String without(String text, String part, String mark) {
      int at = part.isEmpty() ? -1 : text.lastIndexOf(part);
      return at < 0 ? text : text.substring(0, at) + mark + text.substring(at + part.length());
    }

    static String text(String template, String name, String version) {
      if (template.startsWith(AS_IT_IS)) {
        return template.substring(1);
      }
      int nameAt = template.indexOf(NAME);
      int versionAt = template.indexOf(VERSION);
      var text = new StringBuilder(template);
      // The one further behind first: it does not move the other.
      if (nameAt > versionAt) {
        fill(text, nameAt, name);
        fill(text, versionAt, version);
      } else {
        fill(text, versionAt, version);
        fill(text, nameAt, name);
      }
      return text.toString();
    }

    private static void fill(StringBuilder text, int at, String part) {
      if (at >= 0) {
        text.replace(at, at + 1, part);
      }
    }
  }
}

package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.PathSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayerStackTest {
  private static final int SEED = 20_251_122;
  private static final List<String> NAMES = List.of("a", "b", "c");

  /// What a layer says, as its own entries say it.
  private record Said(
      List<String> files, List<String> folders, List<String> whiteouts, List<String> opaque) {
    LayerInventory inventory() {
      return new LayerInventory(
          Digest.sha256(new byte[0]),
          Optional.empty(),
          0,
          0,
          new TreeMap<>(),
          whiteouts,
          opaque,
          new TreeMap<>(),
          hashes(files),
          hashes(folders),
          List.of());
    }

    private static PathSet hashes(List<String> paths) {
      return PathSet.ofHashes(paths.stream().mapToLong(PathSet::hash).toArray());
    }

    /// By the words of the specification, path for path.
    boolean hides(String path) {
      boolean above =
          upwards(path)
              .anyMatch(each ->
                  files.contains(each) || whiteouts.contains(each) || opaque.contains(each));
      return above || folders.contains(path) || opaque.contains("");
    }
  }

  private static Stream<String> upwards(String path) {
    return Stream.iterate(path, each -> !each.isEmpty(), EntryPath::folder);
  }

  private static String path(Random random) {
    var path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
    for (int left = random.nextInt(4); left > 0; left--) {
      path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path.toString();
  }

  private static List<String> paths(Random random, int most) {
    return Stream.generate(() -> path(random)).limit(random.nextInt(most + 1)).distinct().toList();
  }

  @Test
  void aPathIsHiddenWhereALayerAboveHidesItOrAFolderOverIt() {
    Random random = new Random(SEED);
    for (int run = 0; run < 300; run++) {
      var said = new ArrayList<Said>();
      for (int left = 1 + random.nextInt(5); left > 0; left--) {
        List<String> opaque = random.nextInt(20) == 0 ? List.of("") : paths(random, 1);
        said.add(new Said(paths(random, 2), paths(random, 2), paths(random, 1), opaque));
      }
      var stack = new LayerStack(said.stream().map(Said::inventory).toList());
      for (int ask = 0; ask < 100; ask++) {
        String path = path(random);
        int layer = random.nextInt(said.size());
        boolean isHidden =
            said.subList(layer + 1, said.size()).stream().anyMatch(each -> each.hides(path));
        assertEquals(isHidden, stack.isHidden(layer, path), () -> path + " in " + said);
      }
    }
  }

  private static LayerInventory linking(Random random) {
    var links = new TreeMap<String, String>();
    for (int left = random.nextInt(4); left > 0; left--) {
      String target = random.nextInt(3) == 0 ? "../" + path(random) : path(random);
      links.put(path(random), random.nextBoolean() ? "/" + target : target);
    }
    return new LayerInventory(
        Digest.sha256(new byte[0]),
        Optional.empty(),
        0,
        0,
        new TreeMap<>(),
        paths(random, 1),
        paths(random, 1),
        links,
        Said.hashes(paths(random, 2)),
        Said.hashes(paths(random, 2)),
        List.of());
  }

  /// As package databases may write one.
  private static String odd(Random random, String path) {
    return switch (random.nextInt(8)) {
      case 0 -> "/" + path;
      case 1 -> path.replaceFirst("/", "//");
      case 2 -> path.replaceFirst("/", "/./");
      case 3 -> path.replaceFirst("/", "/../");
      case 4 -> path + "/";
      default -> path;
    };
  }

  @Test
  void aFileIsInTheFolderThatTheLinksAboveItLeadTo() {
    Random random = new Random(SEED);
    int moved = 0;
    for (int run = 0; run < 300; run++) {
      var layers = new ArrayList<LayerInventory>();
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        layers.add(linking(random));
      }
      var stack = new LayerStack(layers);
      for (int ask = 0; ask < 100; ask++) {
        String path = odd(random, path(random));
        String folder = EntryPath.folder(path);
        String real = stack.resolve(folder).orElse(folder);
        String name = EntryPath.name(path);
        String expected = real.isEmpty() ? name : real + "/" + name;
        assertEquals(expected, stack.inRealFolder(path), () -> path + " in " + layers);
        moved += real.equals(folder) ? 0 : 1;
      }
    }
    assertTrue(moved > 1000, "too few paths behind links: " + moved);
  }
}

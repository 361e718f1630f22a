package dev.assay.image;

import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.LayerInventory;
import dev.assay.model.PathSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is kept of a layer while its entries go by. Where a path stands twice, the last entry
/// counts.
final class LayerNotes {
  private static final int MAX_GAPS = 1000;

  /// What a folder that no entry names takes in `PathHashes`, at its worst.
  private static final int FOLDER_BYTES = 32;

  private final Limits limits;
  private final Budget budget;
  private final SortedMap<String, FileFacts> files = new TreeMap<>();
  private final LayerLinks symlinks;
  private final Map<String, LinkEnd> hardLinks = new HashMap<>();
  private final SortedSet<String> whiteouts = new TreeSet<>();
  private final SortedSet<String> opaqueFolders = new TreeSet<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final PathHashes others = new PathHashes();
  private final PathHashes folders = new PathHashes();

  /// All that was begun: a look at it says of nearly every entry that nothing is to be forgotten.
  private final PathHashes begun = new PathHashes();

  /// Of the path that was begun last.
  private long hash;

  /// It and the folders above it are noted.
  private String lastFolder = "";

  private long links;

  LayerNotes(Limits limits, Budget budget) {
    this.limits = limits;
    this.budget = budget;
    this.symlinks = new LayerLinks(limits);
  }

  /// The folders that an entry lies in. Archives need not list them; runtimes make them all the
  /// same, also in place of a link that a lower layer has there.
  void foldersAbove(String path) {
    if (EntryPath.isDirectlyIn(lastFolder, path)) {
      return;
    }
    String folder = EntryPath.folder(path);
    int known = EntryPath.common(folder, lastFolder);
    if (known == folder.length()) {
      return;
    }
    long most = limits.of(Limit.PATH_DEPTH) + 1; // a folder in place of the deepest link
    for (long hash : PathSet.hashesDown(folder, known, most)) {
      if (folders.add(hash)) {
        take(FOLDER_BYTES);
      }
    }
    lastFolder = folder;
  }

  /// Where an entry ends up whose path leads through links of the same layer.
  String real(String path) {
    return symlinks.real(path);
  }

  /// Where the symbolic link at that path leads, if there is one by now.
  Optional<String> symlinkAt(String path) {
    return symlinks.at(path);
  }

  /// Starts an entry: it takes the place of whatever was at its path.
  ///
  /// @return whether something could have been there
  boolean begin(String path) {
    hash = PathSet.hash(path);
    if (begun.add(hash)) {
      return false;
    }
    symlinks.remove(path);
    hardLinks.remove(path);
    files.remove(path);
    return true;
  }

  /// A file that was read: of the entry begun last, or of one that another pass went back to.
  void file(FileFacts facts) {
    take(Weight.ofPath(facts.path()));
    symlinks.remove(facts.path());
    hardLinks.remove(facts.path());
    files.put(facts.path(), facts);
  }

  /// Adds to what is known of a file.
  void moreOfFile(FileFacts more) {
    FileFacts known = files.get(more.path());
    if (known == null) {
      file(more);
      return;
    }
    files.put(
        more.path(),
        new FileFacts(
            more.path(),
            joined(known.components(), more.components()),
            known.operatingSystem().or(more::operatingSystem),
            joined(known.owned(), more.owned()),
            joined(known.repositories(), more.repositories()),
            joined(known.gaps(), more.gaps())));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<T>(first);
    all.addAll(second);
    return all;
  }

  /// The entry begun last is neither a folder, a wanted file, nor a symbolic link.
  void other() {
    others.add(hash);
  }

  /// The entry begun last is a folder.
  ///
  /// @param path its own, those above it noted
  void folder(String path) {
    others.remove(hash);
    folders.add(hash);
    lastFolder = path;
  }

  /// The entry begun last is a symbolic link.
  void symlink(String path, String target) {
    link(path, target);
    symlinks.put(path, target);
  }

  /// What a hard link leads to at its place in the archive: a later entry may take the target's
  /// name but not its content.
  record LinkEnd(String target, long before) {}

  /// @param offset of the link in the archive
  /// @return the entry that has the content
  LinkEnd hardLink(String path, String target, long offset) {
    link(path, target);
    LinkEnd end = hardLinks.getOrDefault(target, new LinkEnd(target, offset));
    other();
    hardLinks.put(path, end);
    return end;
  }

  private void link(String path, String target) {
    if (++links > limits.of(Limit.LAYER_LINKS)) {
      throw limits.passed(Limit.LAYER_LINKS, "it has more than", "links");
    }
    take(Weight.ofPath(path) + target.length());
  }

  void whiteout(String path) {
    take(Weight.ofPath(path));
    whiteouts.add(path);
  }

  void opaque(String folder) {
    take(Weight.ofPath(folder));
    opaqueFolders.add(folder);
  }

  void gap(String path, long position, String problem) {
    if (gaps.size() < MAX_GAPS) {
      gaps.add(new Gap(FileFinds.shortened(path), position, problem));
    } else if (gaps.size() == MAX_GAPS) {
      gaps.add(new Gap("", 0, "more than " + MAX_GAPS + " suspicious entries in one layer"));
    }
  }

  private void take(long bytes) {
    if (!budget.take(bytes)) {
      throw limits.passed(
          Limit.LAYER_INVENTORY, "what there is to keep of it takes more than", "bytes");
    }
  }

  LayerInventory inventory(
      Digest digest, Optional<Digest> diffId, long sizeBytes, long unpackedBytes) {
    Collections.sort(gaps);
    return new LayerInventory(
        digest,
        diffId,
        sizeBytes,
        unpackedBytes,
        Collections.unmodifiableSortedMap(files),
        List.copyOf(whiteouts),
        List.copyOf(opaqueFolders),
        Collections.unmodifiableSortedMap(symlinks.byPath()),
        others.toSet(),
        folders.toSet(),
        List.copyOf(gaps));
  }
}

package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarKind;
import dev.assay.format.toc.JsonToc;
import dev.assay.format.toc.TocEntry;
import dev.assay.model.Digest;
import dev.assay.model.PathSet;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Holds an eStargz layer's table of contents against the archive it is part of. Runtimes that
/// fetch files when they are opened believe the table, all others the archive: where the two
/// differ, somebody is shown another image than the one that runs.
///
/// Names, kinds, lengths and links of all entries are compared, and the content of files that
/// analyzers want. The table is the archive's last entry, so that hashes of what went by are kept;
/// not of layers that are not made of many gzip members, as eStargz layers are.
final class TocCheck {
  private static final String TABLE = "stargz.index.json";

  /// So many entries may come before it is seen whether the layer is made of members.
  private static final int FIRST_ENTRIES = 2000;

  /// Longer files are not compared by content.
  private static final long MAX_CONTENT_BYTES = 8 << 20;

  private static final int NAMED = 3;
  private static final long ANYWHERE = Long.MAX_VALUE >> 8;

  private final LayerNotes notes;
  private BooleanSupplier isInMembers = () -> false;
  private final PathHashes archive = new PathHashes();
  private final PathHashes listed = new PathHashes();
  private final Map<String, Digest> contents = new HashMap<>();
  private final List<String> extra = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private long entries;
  private long archiveCount;
  private long listedCount;
  private long extraCount;

  TocCheck(LayerNotes notes) {
    this.notes = notes;
  }

  /// @param told whether the layer is made of several gzip members, as far as it was read
  void start(BooleanSupplier told) {
    isInMembers = told;
  }

  private boolean isOn() {
    return entries <= FIRST_ENTRIES || isInMembers.getAsBoolean();
  }

  /// Notes an entry of the archive, or compares them all where it is the table.
  void visit(Entry entry) throws IOException {
    entries++;
    String path = EntryPath.normalise(entry.path()).orElse("");
    if (path.equals(TABLE) && entry.kind() == TarKind.FILE && isInMembers.getAsBoolean()) {
      compare(entry.content());
    } else if (isOn() && !path.isEmpty()) {
      archiveCount +=
          archive.add(hash(path, entry.kind(), entry.link(), entry.sizeBytes())) ? 1 : 0;
    }
  }

  private static long hash(String path, TarKind kind, String link, long sizeBytes) {
    String target = kind == TarKind.HARD_LINK ? EntryPath.normalise(link).orElse(link) : link;
    long size = kind == TarKind.FILE ? sizeBytes : 0;
    return PathSet.hash(kind + "\0" + path + "\0" + target + "\0" + size);
  }

  /// The content of a file that analyzers want, to be read to its end and given to `finish`.
  InputStream watched(Entry entry, InputStream content) {
    return isInMembers.getAsBoolean() && entry.sizeBytes() <= MAX_CONTENT_BYTES
        ? new Hashed(content)
        : content;
  }

  /// Takes the digest of what was watched.
  void finish(String path, InputStream watched) throws IOException {
    if (watched instanceof Hashed hashed) {
      hashed.transferTo(OutputStream.nullOutputStream());
      contents.put(path, Digest.of(hashed.hasher.digest()));
    }
  }

  private void compare(InputStream table) throws IOException {
    try {
      JsonToc.read(table, ANYWHERE, this::listed);
    } catch (InputFailure e) {
      gap("it cannot be read: " + e.getMessage());
      return;
    }
    var problems = new ArrayList<String>();
    if (archiveCount > listedCount) {
      problems.add(
          "it leaves out " + (archiveCount - listedCount) + " of the archive's entries" + hidden());
    }
    if (extraCount > 0) {
      problems.add(
          "it lists " + extraCount + " entries that the archive does not have so" + quoted(extra));
    }
    if (!changed.isEmpty()) {
      problems.add("it has another digest for files" + quoted(changed));
    }
    if (!problems.isEmpty()) {
      gap(String.join("; ", problems));
    }
  }

  private void gap(String problem) {
    notes.gap(
        TABLE, 0, "layer.toc-divergence: the table of contents is not the archive's: " + problem);
  }

  private void listed(TocEntry entry) {
    String path = EntryPath.normalise(entry.path()).orElse("");
    if (path.isEmpty()) {
      return;
    }
    long hash = hash(path, entry.kind(), entry.link(), entry.sizeBytes());
    boolean isExtra = archive.add(hash);
    if (isExtra) {
      extraCount++;
      note(extra, path);
    } else if (listed.add(hash)) {
      listedCount++;
    }
    Digest content = contents.remove(path);
    boolean isChanged =
        content != null
            && entry.chunks().size() == 1
            && !entry.chunks().getFirst().digest().equals(content);
    if (isChanged && !isExtra) {
      note(changed, path);
    }
  }

  private static void note(List<String> names, String path) {
    if (names.size() < NAMED) {
      names.add(path);
    }
  }

  /// Wanted files are known by name; they are what matters.
  private String hidden() {
    return quoted(contents.keySet().stream().sorted().limit(NAMED).toList());
  }

  private static String quoted(List<String> names) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? ", such as `" : "`, `").append(FileFinds.shortened(name));
    }
    return text.isEmpty() ? "" : text.append('`').toString();
  }

  /// Content that is hashed however it is read.
  private static final class Hashed extends FilterInputStream {
    private final MessageDigest hasher = Digest.sha256(new byte[0]).hasher();

    Hashed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      int count = in.read(out, offset, length);
      if (count > 0) {
        hasher.update(out, offset, count);
      }
      return count;
    }

    @Override
    public long skip(long most) throws IOException {
      byte[] scrap = new byte[Math.clamp(most, 0, 64 << 10)];
      return scrap.length == 0 ? 0 : Math.max(0, read(scrap, 0, scrap.length));
    }
  }
}

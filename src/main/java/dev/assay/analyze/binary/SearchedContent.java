package dev.assay.analyze.binary;

import dev.assay.analyze.Found;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The content of a program that may be a known one: whatever of it is read or skipped is looked
/// through for versions.
final class SearchedContent extends InputStream {
  private static final int BLOCK = 64 << 10;

  /// How far around an anchor its version stands.
  private static final int AROUND = 200;

  private final InputStream in;
  private final List<KnownProgram> programs;
  private final List<Anchor> anchors;
  private final TreeMap<String, String> versions = new TreeMap<>();
  private final byte[] window = new byte[BLOCK + 2 * AROUND];
  private int filled;

  SearchedContent(InputStream in, List<KnownProgram> programs) {
    this.in = in;
    this.programs = programs;
    this.anchors = programs.stream().map(program -> new Anchor(program.anchor())).toList();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int count = in.read(out, offset, length);
    for (int taken = 0; taken < count && !isFound(); ) {
      int part = Math.min(count - taken, window.length - filled);
      System.arraycopy(out, offset + taken, window, filled, part);
      filled += part;
      taken += part;
      if (filled == window.length) {
        search(AROUND);
      }
    }
    return count;
  }

  @Override
  public long skip(long most) throws IOException {
    if (isFound()) {
      return in.skip(most);
    }
    int count = in.read(window, filled, Math.clamp(most, 0, window.length - filled));
    if (count <= 0) {
      return 0;
    }
    filled += count;
    if (filled == window.length) {
      search(AROUND);
    }
    return count;
  }

  private boolean isFound() {
    return versions.size() == programs.size();
  }

  /// Reads what is left and tells what was found.
  void finish(Found found) throws IOException {
    while (!isFound() && skip(window.length) > 0) {
      // Looked through on the way.
    }
    search(0);
    for (KnownProgram program : programs) {
      Optional.ofNullable(versions.get(program.name()))
          .ifPresent(version -> found.component(component(program, version)));
    }
  }

  private static Component component(KnownProgram program, String version) {
    boolean isRenamed = !program.bitnami().isEmpty() && !program.bitnami().equals(program.name());
    return Component.of(PackageType.GENERIC, "binary", program.name(), version)
        .source(isRenamed ? program.bitnami() : "", "")
        .detail("cpe", program.cpe(version))
        .detail("advisories", program.bitnami().isEmpty() ? "" : "bitnami")
        .build();
  }

  /// Looks for anchors in the window, up to where what follows them is not there yet, and keeps the
  /// end for the next time.
  private void search(int behind) {
    for (int i = 0; i < programs.size(); i++) {
      if (!versions.containsKey(programs.get(i).name())) {
        search(programs.get(i), anchors.get(i), filled - behind);
      }
    }
    int kept = Math.min(filled, 2 * AROUND);
    System.arraycopy(window, filled - kept, window, 0, kept);
    filled = kept;
  }

  private void search(KnownProgram program, Anchor anchor, int end) {
    for (int at = 0; (at = anchor.find(window, at, filled)) >= 0 && at < end; at++) {
      Optional<String> version = program.version(around(at));
      if (version.isPresent()) {
        versions.put(program.name(), version.get());
        return;
      }
    }
  }

  private String around(int at) {
    int from = Math.max(0, at - AROUND);
    int to = Math.min(filled, at + AROUND);
    return new String(window, from, to - from, StandardCharsets.ISO_8859_1);
  }
}

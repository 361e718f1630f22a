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

  private static final String RARE = "/.(-BMOy";

  private final InputStream in;
  private final List<KnownProgram> programs;
  private final TreeMap<String, String> versions = new TreeMap<>();
  private final byte[] window = new byte[BLOCK + 2 * AROUND];
  private int filled;

  SearchedContent(InputStream in, List<KnownProgram> programs) {
    this.in = in;
    this.programs = programs;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int count = in.read(out, offset, length);
    for (int taken = 0; taken < count; ) {
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
    byte[] buffer = new byte[Math.clamp(most, 0, BLOCK)];
    return Math.max(0, read(buffer, 0, buffer.length));
  }

  /// Reads what is left and tells what was found.
  void finish(Found found) throws IOException {
    byte[] buffer = new byte[BLOCK];
    while (versions.size() < programs.size() && read(buffer, 0, buffer.length) > 0) {
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
    for (KnownProgram program : programs) {
      if (!versions.containsKey(program.name())) {
        search(program, filled - behind);
      }
    }
    int kept = Math.min(filled, 2 * AROUND);
    System.arraycopy(window, filled - kept, window, 0, kept);
    filled = kept;
  }

  private void search(KnownProgram program, int end) {
    byte[] anchor = program.anchor().getBytes(StandardCharsets.ISO_8859_1);
    int pivot = pivot(program.anchor());
    byte rare = anchor[pivot];
    for (int i = pivot; i < Math.min(filled, end + pivot); i++) {
      if (window[i] == rare && stands(anchor, i - pivot)) {
        Optional<String> version = program.version(around(i - pivot));
        if (version.isPresent()) {
          versions.put(program.name(), version.get());
          return;
        }
      }
    }
  }

  /// The place in an anchor of a byte that is rare in programs, to pass quickly over what has none.
  private static int pivot(String anchor) {
    for (int i = 0; i < anchor.length(); i++) {
      if (RARE.indexOf(anchor.charAt(i)) >= 0) {
        return i;
      }
    }
    return 0;
  }

  private String around(int at) {
    int from = Math.max(0, at - AROUND);
    int to = Math.min(filled, at + AROUND);
    return new String(window, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private boolean stands(byte[] anchor, int at) {
    if (at + anchor.length > filled) {
      return false;
    }
    for (int i = 0; i < anchor.length; i++) {
      byte is = window[at + i];
      if (anchor[i] == '#' ? is < '0' || is > '9' : is != anchor[i]) {
        return false;
      }
    }
    return true;
  }
}

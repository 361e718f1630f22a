package dev.assay.sign.log;

import dev.assay.sign.crypto.Octets;
import dev.assay.sign.trust.TrustedLog;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The signed head of a log's tree, as a note: origin, size, root, more lines, an empty line, and a
/// line for each signature: `— NAME BASE64(HINT[4] SIGNATURE)`.
///
/// Source: <https://c2sp.org/tlog-checkpoint>, <https://c2sp.org/signed-note>
record Checkpoint(String text, String origin, long size, Octets root, List<Line> signatures) {
  private static final String SIGNATURE = "— ";
  private static final int HINT = 4;
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_SIGNATURES = 100;

  /// A signature: who says it is theirs, and which key.
  record Line(String name, Octets hint, Octets signature) {}

  Checkpoint {
    signatures = List.copyOf(signatures);
  }

  static Checkpoint read(String note) throws Refused {
    int gap = note.lastIndexOf("\n\n");
    if (gap < 0 || note.length() > MAX_CHARACTERS) {
      throw bad("the log's checkpoint is not a signed note");
    }
    String text = note.substring(0, gap + 1);
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty()) {
      throw bad("the log's checkpoint lacks its origin, size or root");
    }
    if (!lines[1].matches("0|[1-9][0-9]{0,17}")) {
      throw bad("the size in the log's checkpoint is not a number");
    }
    Octets root = decoded(lines[2]);
    if (root.size() != 32) {
      throw bad("the root in the log's checkpoint is not a hash");
    }
    return new Checkpoint(
        text, lines[0], Long.parseLong(lines[1]), root, signatures(note.substring(gap + 2)));
  }

  private static List<Line> signatures(String text) throws Refused {
    List<Line> signatures = new ArrayList<>();
    if (!text.endsWith("\n")) {
      throw bad("the log's checkpoint ends within a line");
    }
    for (String line : text.split("\n")) {
      int space = line.lastIndexOf(' ');
      boolean isOne = line.startsWith(SIGNATURE) && space > SIGNATURE.length();
      Octets bytes = isOne ? decoded(line.substring(space + 1)) : Octets.NONE;
      if (bytes.size() <= HINT || signatures.size() == MAX_SIGNATURES) {
        throw bad("a signature of the log's checkpoint cannot be read");
      }
      byte[] all = bytes.bytes();
      signatures.add(
          new Line(
              line.substring(SIGNATURE.length(), space),
              Octets.of(Arrays.copyOf(all, HINT)),
              Octets.of(Arrays.copyOfRange(all, HINT, all.length))));
    }
    return signatures;
  }

  private static Octets decoded(String base64) throws Refused {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw bad("the log's checkpoint is not base64 where it should be");
    }
  }

  private static Refused bad(String detail) {
    return new Refused(Reason.BAD_CHECKPOINT, detail);
  }

  /// Rekor's first version adds the tree's number to its name.
  private boolean isFirstVersion() {
    return origin.matches(".* - [0-9]+");
  }

  /// Checks that the log signed this head, among whoever else did.
  void check(TrustedLog log) throws Refused {
    String name = isFirstVersion() ? origin.substring(0, origin.lastIndexOf(" - ")) : origin;
    if (!isFirstVersion() && !origin.equals(host(log.baseUrl()))) {
      throw new Refused(
          Reason.WRONG_CHECKPOINT,
          "the checkpoint is of `" + origin + "`, the log is `" + host(log.baseUrl()) + "`");
    }
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    boolean isSigned =
        signatures.stream()
            .filter(line -> log.checkpointId().startsWith(line.hint().bytes()))
            .filter(line -> line.name().equals(name))
            .anyMatch(line -> log.key().verifies(signed, line.signature().bytes()));
    if (!isSigned) {
      throw bad("none of the checkpoint's signatures is the log's");
    }
  }

  private static String host(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? url : host;
    } catch (IllegalArgumentException e) {
      return url;
    }
  }
}

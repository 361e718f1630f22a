package dev.assay.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk;
import dev.assay.format.json.JsonWalk.Step;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads a bill of materials, whichever of the formats it is in. Which one is known only when its
/// members were seen, and they come in any order: so each format's draft takes what may be its own.
public final class SbomReader implements JsonWalk.Visitor {
  private static final int MAX_BYTES = 512 << 20;
  private static final int MAX_WRAPPINGS = 4;
  private static final int PEEK = 4_096;
  private static final String CYCLONEDX = "cyclonedx.org/schema/bom";

  private final List<Draft> drafts;
  private final StringBuilder unread = new StringBuilder();
  private Optional<byte[]> payload = Optional.empty();

  private SbomReader(Bound bound) {
    drafts = List.of(new CycloneDxDraft(bound), new SpdxDraft(bound), new SyftDraft(bound));
  }

  /// A format's reader while the document passes by.
  interface Draft {
    /// What to do with a member; `path` as in `JsonWalk`, below any wrapping.
    Step step(String path);

    /// A value that was asked for.
    void take(String path, Json value);

    /// The result, where the document was of this format.
    ///
    /// @param name of the document
    Optional<Sbom> finish(String name);
  }

  /// Reads one document. The stream stays open.
  ///
  /// @param name of the document in failures
  /// @throws InputFailure where it is none of the formats
  /// @throws IOException where the bytes do not arrive
  public static Sbom read(InputStream content, String name) throws IOException {
    return read(content, name, Bound.STANDARD);
  }

  /// The same with another bound on what it may list.
  public static Sbom read(InputStream content, String name, Bound bound) throws IOException {
    InputStream in = new BufferedInputStream(new Bounded(content, name));
    Form form = form(in, name);
    if (form == Form.XML) {
      return XmlBill.read(in, name, bound);
    }
    if (form == Form.TAG_VALUE) {
      return TagValueBill.read(in, name, bound);
    }
    for (int depth = 0; depth < MAX_WRAPPINGS; depth++) {
      SbomReader reader = new SbomReader(bound);
      JsonWalk.walk(in, name, reader);
      if (reader.payload.isPresent()) {
        in = new ByteArrayInputStream(reader.payload.get());
        continue;
      }
      return reader.drafts.stream()
          .flatMap(draft -> draft.finish(name).stream())
          .findFirst()
          .orElseThrow(() -> unknown(name, reader.unread.toString()));
    }
    throw new InputFailure("cannot read " + name + ": wrapped too often");
  }

  static InputFailure unknown(String name, String unread) {
    return new InputFailure(
        "cannot read " + name + ": " + (unread.isEmpty() ? "no bill of materials" : unread),
        "give CycloneDX (JSON, XML), SPDX 2 (JSON, tag-value) or Syft's own JSON");
  }

  /// How a document is written down.
  private enum Form {
    JSON,
    XML,
    TAG_VALUE
  }

  /// The form, told by how the document begins.
  private static Form form(InputStream in, String name) throws IOException {
    in.mark(PEEK);
    String start = new String(in.readNBytes(PEEK), UTF_8).replace("\uFEFF", "").stripLeading();
    in.reset();
    if (start.isEmpty()) {
      throw new InputFailure("cannot read " + name + ": it is empty");
    }
    if (start.startsWith("{")) {
      return Form.JSON;
    }
    if (start.startsWith("<") && start.contains(CYCLONEDX)) {
      return Form.XML;
    }
    if (start.startsWith("#") || start.startsWith("SPDXVersion:")) {
      return Form.TAG_VALUE;
    }
    throw unknown(name, "");
  }

  @Override
  public Step step(String path) {
    return switch (path) {
      case "payload", "@context" -> Step.WHOLE;
      case "predicate", "predicate.Data" -> Step.ENTER;
      default -> {
        String own = unwrapped(path);
        yield drafts.stream()
            .map(draft -> draft.step(own))
            .filter(step -> step != Step.SKIP)
            .findFirst()
            .orElse(Step.SKIP);
      }
    };
  }

  /// In an in-toto statement the document is the predicate, in Cosign's older form its `Data`.
  private static String unwrapped(String path) {
    String inner = path.startsWith("predicate.") ? path.substring("predicate.".length()) : path;
    return inner.startsWith("Data.") ? inner.substring("Data.".length()) : inner;
  }

  @Override
  public void take(String path, Json value) {
    switch (path) {
      case "payload" -> payload = decoded(value.text());
      case "@context" -> unread.append("SPDX 3 is not read in this version");
      default -> {
        String own = unwrapped(path);
        drafts.stream()
            .filter(draft -> draft.step(own) != Step.SKIP)
            .forEach(draft -> draft.take(own, value));
      }
    }
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Ends a document that is longer than any should be.
  private static final class Bounded extends FilterInputStream {
    private final String name;
    private long left = MAX_BYTES;

    Bounded(InputStream in, String name) {
      super(in);
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new InputFailure(
            "cannot read " + name + ": longer than " + (MAX_BYTES >> 20) + " MiB");
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

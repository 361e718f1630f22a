package dev.assay.advisory.db;

import dev.assay.failure.InputFailure;
import dev.assay.model.Ecosystem;

/// Which partition: its kind, and the ecosystem or source it is about.
///
/// @param kind what its records are
/// @param subject of an enrichment, the source as if it were an ecosystem without release
public record PartitionId(Kind kind, Ecosystem subject) implements Comparable<PartitionId> {
  /// What a partition's records are.
  public enum Kind {
    ADVISORIES("advisories", 1),
    DETAILS("details", 2),
    ENRICHMENT("enrichment", 3),
    IDENTITIES("identities", 4);

    private final String word;
    private final int code;

    Kind(String word, int code) {
      this.word = word;
      this.code = code;
    }

    /// As the manifest and file names write it.
    public String word() {
      return word;
    }

    /// As the header of a partition file writes it.
    int code() {
      return code;
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new InputFailure("`" + word + "` is no kind of partition");
    }
  }

  /// The advisories of an ecosystem.
  public static PartitionId advisories(Ecosystem ecosystem) {
    return new PartitionId(Kind.ADVISORIES, ecosystem);
  }

  /// What the sources of an ecosystem tell about vulnerabilities; its releases share it.
  public static PartitionId details(Ecosystem ecosystem) {
    return new PartitionId(Kind.DETAILS, all(ecosystem));
  }

  /// What a source tells about vulnerabilities, whatever the ecosystem.
  public static PartitionId enrichment(String source) {
    return new PartitionId(Kind.ENRICHMENT, new Ecosystem(source, ""));
  }

  /// Which files an ecosystem's repository has.
  public static PartitionId identities(Ecosystem ecosystem) {
    return new PartitionId(Kind.IDENTITIES, all(ecosystem));
  }

  private static Ecosystem all(Ecosystem one) {
    return one.release().isEmpty() ? one : new Ecosystem(one.name(), "");
  }

  /// Reads `kind/name` or `kind/name:release`.
  ///
  /// @throws InputFailure where the text is neither
  static PartitionId parse(String text) {
    int slash = text.indexOf('/');
    return new PartitionId(
        Kind.of(text.substring(0, Math.max(slash, 0))), Ecosystem.parse(text.substring(slash + 1)));
  }

  /// For file names, where a colon hurts.
  String fileStem() {
    return kind.word() + "-" + subject.toString().replace(':', '@');
  }

  @Override
  public int compareTo(PartitionId other) {
    int byKind = kind.compareTo(other.kind);
    if (byKind != 0) {
      return byKind;
    }
    int byName = subject.name().compareTo(other.subject.name());
    return byName != 0 ? byName : subject.release().compareTo(other.subject.release());
  }

  @Override
  public String toString() {
    return kind.word() + "/" + subject;
  }
}

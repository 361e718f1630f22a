package dev.assay.sbom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A format that bills of materials are written in.
///
/// @param standard whose it is
/// @param form how it is written down
/// @param edition of the standard: `1.6`
public record BillFormat(Standard standard, Form form, String edition) {
  /// Who defines it.
  public enum Standard {
    CYCLONEDX,
    SPDX
  }

  /// How it is written down.
  public enum Form {
    JSON,
    XML,
    TAG_VALUE
  }

  private static final List<String> CYCLONEDX_EDITIONS = List.of("1.6", "1.5", "1.4");
  private static final String SPDX_EDITION = "2.3";

  /// The words for the newest edition of each, as Syft and Trivy have them.
  public static final List<String> WORDS =
      List.of(
          "cyclonedx", "cyclonedx-json", "cyclonedx-xml", "spdx", "spdx-json", "spdx-tag-value");

  /// The format of that name: a word, or a word with `@` and an edition.
  public static Optional<BillFormat> of(String name) {
    int at = name.indexOf('@');
    String word = at < 0 ? name : name.substring(0, at);
    Optional<BillFormat> newest =
        switch (word) {
          case "cyclonedx", "cyclonedx-json" -> cycloneDx(Form.JSON);
          case "cyclonedx-xml" -> cycloneDx(Form.XML);
          case "spdx-json" -> Optional.of(new BillFormat(Standard.SPDX, Form.JSON, SPDX_EDITION));
          case "spdx", "spdx-tag-value" ->
              Optional.of(new BillFormat(Standard.SPDX, Form.TAG_VALUE, SPDX_EDITION));
          default -> Optional.empty();
        };
    String edition = name.substring(at + 1);
    return at < 0
        ? newest
        : newest
            .filter(format -> format.editions().contains(edition))
            .map(format -> new BillFormat(format.standard, format.form, edition));
  }

  private static Optional<BillFormat> cycloneDx(Form form) {
    return Optional.of(new BillFormat(Standard.CYCLONEDX, form, CYCLONEDX_EDITIONS.getFirst()));
  }

  private List<String> editions() {
    return standard == Standard.SPDX ? List.of(SPDX_EDITION) : CYCLONEDX_EDITIONS;
  }

  /// Every name there is, for completion and messages.
  public static List<String> names() {
    return WORDS.stream()
        .flatMap(word ->
            Stream.concat(
                Stream.of(word),
                of(word).orElseThrow().editions().stream().map(edition -> word + "@" + edition)))
        .toList();
  }

  /// Whether it is at least that edition of CycloneDX.
  boolean isSince(String other) {
    return edition.compareTo(other) >= 0;
  }
}

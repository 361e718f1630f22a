package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.flag.AllFlags;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// `docs/trivy.md` says what the tables of flags say, and the tables know every flag of Trivy's.
class TrivyDocTest {
  private static final Path DOC = Path.of("docs/trivy.md");
  private static final String BEGIN = "<!-- flags: made by TrivyDocTest -->\n";
  private static final String END = "<!-- end of flags -->\n";

  /// The flags of `trivy image`, `filesystem` and `rootfs`, as of 0.74.
  ///
  /// Source: <https://trivy.dev/docs/latest/references/configuration/cli/trivy_image/>
  private static final String TRIVYS =
      """
      ansible-extra-vars ansible-inventory ansible-playbook cacert cache-backend cache-dir
      cache-ttl cf-params check-namespaces checks-bundle-repository clear-cache compliance config
      config-check config-data config-file-schemas config-policy custom-headers db-repository debug
      dependency-tree detection-priority disable-telemetry distro docker-host download-db-only
      download-java-db-only enable-modules exit-code exit-on-eol file-patterns format
      generate-default-config helm-api-versions helm-kube-version helm-set helm-set-file
      helm-set-string helm-values ignore-policy ignore-status ignore-unfixed ignored-licenses
      ignorefile image-config-scanners image-src include-deprecated-checks include-dev-deps
      include-non-failures input insecure java-db-repository license-confidence-level license-full
      light list-all-pkgs max-image-size misconfig-scanners module-dir no-progress offline-scan
      output output-plugin-arg parallel password password-stdin pkg-relationships pkg-types platform
      podman-host policy quiet raw-config-scanners redis-ca redis-cert redis-key redis-tls
      registry-token rego-error-limit rekor-url removed-pkgs render-cause report reset
      reset-checks-bundle sbom-sources scanners secret-config security-checks server severity
      show-suppressed skip-check-update skip-db-update skip-dirs skip-files skip-java-db-update
      skip-policy-update skip-update skip-version-check skip-vex-repo-update table-mode template
      tf-exclude-downloaded-modules tf-vars timeout token token-header trace trace-http trace-rego
      username vex vuln-severity-source vuln-type
      """;

  @Test
  void everyFlagOfTrivysIsKnown() {
    Set<String> known = new TreeSet<>();
    for (Flag flag : AllFlags.flags()) {
      if (flag.promise().origin() != Origin.ASSAY) {
        known.add(flag.name());
        known.addAll(flag.aliases());
      }
    }
    Set<String> missing = new TreeSet<>(Arrays.asList(TRIVYS.strip().split("\\s+")));
    missing.removeAll(known);
    assertEquals(Set.of(), missing);
  }

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    String page = Files.readString(DOC);
    assertTrue(page.contains(BEGIN) && page.contains(END));
    String made =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOC, made);
    }
    assertEquals(made, Files.readString(DOC), "run this test with -Dgolden.update=true");
  }

  private static String table() {
    StringBuilder text = new StringBuilder("| Trivy's flag | here | note |\n|---|---|---|\n");
    List<Flag> flags =
        AllFlags.flags().stream()
            .filter(flag -> flag.promise().origin() != Origin.ASSAY)
            .filter(flag -> !flag.key().startsWith("repository.") && !flag.name().equals("listen"))
            .sorted(Comparator.comparing(Flag::name))
            .toList();
    for (Flag flag : flags) {
      StringBuilder names = new StringBuilder("`" + flag + "`");
      if (!flag.names().letter().isEmpty()) {
        names.append(" `-").append(flag.names().letter()).append("`");
      }
      flag.aliases().forEach(alias -> names.append(" `--").append(alias).append("`"));
      text.append("| ").append(names).append(" | ").append(standing(flag)).append(" | ");
      text.append(note(flag)).append(" |\n");
    }
    return text.toString();
  }

  private static String standing(Flag flag) {
    return switch (flag.promise().standing()) {
      case WORKS -> "same";
      case NOTHING_TO_DO -> "accepted, nothing to do";
      case NOT_BUILT_YET -> "not built yet: exit 2";
      case GONE -> "gone, as in Trivy: exit 2";
    };
  }

  private static String note(Flag flag) {
    String planned =
        flag.value().planned().isEmpty()
            ? ""
            : "not built yet: `" + String.join("`, `", flag.value().planned()) + "`";
    String note = flag.promise().note();
    return note + (note.isEmpty() || planned.isEmpty() ? "" : "; ") + planned;
  }
}

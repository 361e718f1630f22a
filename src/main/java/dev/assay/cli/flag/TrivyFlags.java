package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.Flag.Standing;
import java.util.List;
import java.util.stream.Stream;

/// Trivy's scan flags that change nothing here, or nothing yet. The first are accepted, the second
/// are refused unless their value asks for nothing (`false`, an empty list, Trivy's own default).
///
/// Source: <https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/>
public final class TrivyFlags {
  /// Ends the run, as it does in Trivy, with nothing to download.
  public static final Flag DOWNLOAD_JAVA_DB_ONLY =
      idle(
          Flag.toggle("download-java-db-only", "").key("db.java-download-only"),
          "there is no separate Java database");

  /// Accepted on every scan.
  public static final List<Flag> NOTHING_TO_DO =
      List.of(
          idle(
              Flag.list("checks-bundle-repository", "REPOSITORY", "")
                  .key("misconfiguration.checks-bundle-repository"),
              "no checks are downloaded"),
          idle(Flag.toggle("disable-telemetry", "").key("scan.disable-telemetry"), "there is none"),
          DOWNLOAD_JAVA_DB_ONLY,
          idle(
              Flag.list("java-db-repository", "REPOSITORY", "").key("db.java-repository"),
              "there is no separate Java database"),
          idle(Flag.toggle("light", ""), "gone from Trivy too"),
          idle(
              Flag.toggle("skip-check-update", "")
                  .alias("skip-policy-update")
                  .key("rego.skip-check-update"),
              "no checks are downloaded"),
          idle(
              Flag.toggle("skip-java-db-update", "").key("db.java-skip-update"),
              "there is no separate Java database"),
          idle(
              Flag.toggle("skip-version-check", "").key("scan.skip-version-check"),
              "Assay never asks whether there is a newer one"),
          idle(
              Flag.toggle("skip-vex-repo-update", "").key("vulnerability.skip-vex-repo-update"),
              "no VEX repository is used"));

  /// Refused on every scan.
  public static final List<Flag> NOT_BUILT_YET =
      Stream.of(general(), misconfiguration(), secretsAndLicences(), clientAndServer())
          .flatMap(List::stream)
          .toList();

  /// Gone from Trivy; it names the command to use instead, and so does Assay.
  public static final List<Flag> GONE =
      List.of(
          gone("clear-cache", "use `assay cache clean`"),
          gone("reset", "use `assay cache clean --all`"),
          gone("reset-checks-bundle", "use `assay cache clean`"));

  /// Flags of verbs that are not built yet, whose keys may stand in a configuration file.
  public static final List<Flag> ELSEWHERE =
      List.of(
          later(Flag.text("branch", "NAME", "").key("repository.branch")),
          later(Flag.text("commit", "COMMIT", "").key("repository.commit")),
          later(Flag.text("tag", "NAME", "").key("repository.tag")),
          later(
              Flag.text("listen", "ADDRESS", "")
                  .key("server.listen")
                  .from(Origin.TRIVY_WITHOUT_VARIABLE)));

  /// All of them, hidden from help.
  public static final FlagGroup GROUP =
      new FlagGroup(
          "Trivy's",
          Stream.of(List.of(AnalysisFlags.DETECTION_PRIORITY), NOTHING_TO_DO, NOT_BUILT_YET, GONE)
              .flatMap(List::stream)
              .toList());

  private TrivyFlags() {}

  private static Flag idle(Flag flag, String why) {
    return flag.standing(Standing.NOTHING_TO_DO).note(why);
  }

  private static Flag gone(String name, String instead) {
    return Flag.toggle(name, "").standing(Standing.GONE).note(instead);
  }

  private static Flag later(Flag flag, String note) {
    return flag.standing(Standing.NOT_BUILT_YET).note(note);
  }

  private static Flag later(Flag flag) {
    return later(flag, "");
  }

  private static List<Flag> general() {
    return List.of(
        later(Flag.text("compliance", "SPEC", "").key("scan.compliance")),
        later(Flag.list("enable-modules", "NAME", "").key("module.enable-modules")),
        later(Flag.list("file-patterns", "PATTERN", "").key("scan.file-patterns")),
        later(Flag.text("ignore-policy", "FILE", "").key("ignore-policy")),
        later(Flag.list("image-config-scanners", "SCANNER", "").key("image.image-config-scanners")),
        later(Flag.text("module-dir", "DIR", "").key("module.dir")),
        later(Flag.text("output-plugin-arg", "TEXT", "").key("output-plugin-arg")),
        later(
            Flag.list("pkg-relationships", "WORD", "")
                .orElse("unknown,root,workspace,direct,indirect")
                .key("pkg.relationships")),
        later(Flag.text("podman-host", "ADDRESS", "").key("image.podman.host")),
        later(Flag.text("redis-ca", "FILE", "").key("cache.redis.ca"), "use `--cacert`"),
        later(Flag.text("redis-cert", "FILE", "").key("cache.redis.cert")),
        later(Flag.text("redis-key", "FILE", "").key("cache.redis.key")),
        later(
            Flag.text("rekor-url", "URL", "")
                .orElse("https://rekor.sigstore.dev")
                .key("scan.rekor-url")),
        later(Flag.toggle("removed-pkgs", "").key("image.removed-pkgs")),
        later(Flag.text("report", "WORD", "").orElse("all").key("report")),
        later(Flag.list("sbom-sources", "SOURCE", "").key("scan.sbom-sources")),
        later(Flag.text("template", "TEXT", "").letter("t").key("template")),
        later(Flag.toggle("trace-http", "")),
        later(Flag.list("vex", "SOURCE", "").key("vulnerability.vex")));
  }

  private static List<Flag> misconfiguration() {
    return List.of(
        later(
            Flag.list("ansible-extra-vars", "TEXT", "").key("misconfiguration.ansible.extra-vars")),
        later(Flag.list("ansible-inventory", "FILE", "").key("misconfiguration.ansible.inventory")),
        later(Flag.list("ansible-playbook", "FILE", "").key("misconfiguration.ansible.playbook")),
        later(Flag.list("cf-params", "FILE", "").key("misconfiguration.cloudformation.params")),
        later(Flag.list("check-namespaces", "NAME", "").key("rego.namespaces")),
        later(
            Flag.list("config-check", "PATH", "")
                .alias("policy", "config-policy")
                .key("rego.check")),
        later(Flag.list("config-data", "PATH", "").key("rego.data")),
        later(
            Flag.list("config-file-schemas", "FILE", "")
                .key("misconfiguration.config-file-schemas")),
        later(Flag.list("helm-api-versions", "TEXT", "").key("misconfiguration.helm.api-versions")),
        later(Flag.text("helm-kube-version", "TEXT", "").key("misconfiguration.helm.kube-version")),
        later(Flag.list("helm-set", "TEXT", "").key("misconfiguration.helm.set")),
        later(Flag.list("helm-set-file", "TEXT", "").key("misconfiguration.helm.set-file")),
        later(Flag.list("helm-set-string", "TEXT", "").key("misconfiguration.helm.set-string")),
        later(Flag.list("helm-values", "FILE", "").key("misconfiguration.helm.values")),
        later(Flag.toggle("include-deprecated-checks", "").key("rego.include-deprecated-checks")),
        later(Flag.toggle("include-non-failures", "").key("misconfiguration.include-non-failures")),
        later(Flag.text("k8s-version", "TEXT", "")),
        later(Flag.list("misconfig-scanners", "SCANNER", "").key("misconfiguration.scanners")),
        later(
            Flag.list("raw-config-scanners", "SCANNER", "")
                .key("misconfiguration.raw-config-scanners")),
        later(
            Flag.of(Kind.NUMBER, "rego-error-limit", "NUMBER", "")
                .orElse("10")
                .key("rego.error-limit")),
        later(Flag.list("render-cause", "WORD", "").key("misconfiguration.render-cause")),
        later(
            Flag.toggle("tf-exclude-downloaded-modules", "")
                .key("misconfiguration.terraform.exclude-downloaded-modules")),
        later(Flag.list("tf-vars", "FILE", "").key("misconfiguration.terraform.vars")),
        later(Flag.toggle("trace-rego", "").alias("trace").key("rego.trace")));
  }

  private static List<Flag> secretsAndLicences() {
    return List.of(
        later(Flag.list("ignored-licenses", "NAME", "").key("license.ignored")),
        later(
            Flag.text("license-confidence-level", "NUMBER", "")
                .orElse("0.9")
                .key("license.confidence-level")),
        later(Flag.toggle("license-full", "").key("license.full")),
        later(
            Flag.text("secret-config", "FILE", "")
                .orElse("trivy-secret.yaml")
                .key("secret.config")));
  }

  private static List<Flag> clientAndServer() {
    return Stream.of(
            Flag.list("custom-headers", "HEADER", "").key("server.custom-headers"),
            Flag.text("server", "ADDRESS", "").key("server.addr"),
            Flag.text("token", "TEXT", "").key("server.token"),
            Flag.text("token-header", "NAME", "").orElse("Trivy-Token").key("server.token-header"))
        .map(flag -> later(flag.from(Origin.TRIVY_WITHOUT_VARIABLE)))
        .toList();
  }
}

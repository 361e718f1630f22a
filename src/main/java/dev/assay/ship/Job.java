package dev.assay.ship;

import dev.assay.report.VulnPredicate;
import java.time.Instant;
import java.util.Map;

/// The job that ships, as the system that runs it calls it.
///
/// Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/variables>,
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html>,
/// <https://docs.gitlab.com/ci/variables/predefined_variables/>
final class Job {
  private Job() {}

  /// Empty words where no such system says anything.
  static VulnPredicate.Invocation of(
      Map<String, String> environment, Instant started, Instant finished) {
    if (!environment.getOrDefault("GITHUB_RUN_ID", "").isEmpty()) {
      String run = environment.getOrDefault("GITHUB_RUN_ID", "");
      String uri =
          environment.getOrDefault("GITHUB_SERVER_URL", "https://github.com")
              + "/"
              + environment.getOrDefault("GITHUB_REPOSITORY", "")
              + "/actions/runs/"
              + run;
      return new VulnPredicate.Invocation(started, finished, uri, run, "github actions");
    }
    if (!environment.getOrDefault("CODEBUILD_BUILD_ID", "").isEmpty()) {
      return new VulnPredicate.Invocation(
          started,
          finished,
          environment.getOrDefault("CODEBUILD_BUILD_URL", ""),
          environment.getOrDefault("CODEBUILD_BUILD_ID", ""),
          "aws codebuild");
    }
    String gitlab = environment.getOrDefault("CI_JOB_URL", "");
    return gitlab.isEmpty()
        ? new VulnPredicate.Invocation(started, finished, "", "", "")
        : new VulnPredicate.Invocation(
            started, finished, gitlab, environment.getOrDefault("CI_JOB_ID", ""), "gitlab");
  }
}

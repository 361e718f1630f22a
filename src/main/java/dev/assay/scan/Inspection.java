package dev.assay.scan;

import dev.assay.model.ImageRef;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.policy.Verdict;
import dev.assay.registry.ContentStore;
import dev.assay.scan.Assessment.Judged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks at every image under a digest before any of them goes anywhere: what is in it, what is
/// wrong with it, and what the policy says.
public final class Inspection {
  private Inspection() {}

  /// What is looked at.
  ///
  /// @param image by its digest: an index, or an image's manifest
  /// @param isIndex whether it is an index, of which every image counts
  /// @param platform of the one image that is wanted; does not count for an index
  /// @param name as the user typed it
  public record Target(ImageRef image, boolean isIndex, PlatformChoice platform, String name) {}

  /// One image.
  ///
  /// @param image by the digest of its manifest
  /// @param verdict of the user's policy
  /// @param complete every finding, whatever the filter says
  /// @param listing what is there, held against nothing: the same whatever the database
  /// @param rules names the user's decisions that the complete report rests on, as `name=value`
  public record Inspected(
      ImageRef image, Verdict verdict, Report complete, Report listing, String rules) {}

  /// Scans each and writes the reports that were asked for.
  ///
  /// @throws dev.assay.failure.Failure where one cannot be scanned: then none is good enough
  public static List<Inspected> run(
      ScanOptions options, Target target, Progress progress, Outputs outputs) throws IOException {
    try (Session session = new Session(options, Set.of(target.image().host()), progress)) {
      ImageScan scan = new ImageScan(session);
      List<ScanResult> results = new ArrayList<>();
      List<Inspected> inspected = new ArrayList<>();
      for (EachPlatform.Member member : members(session, target)) {
        String name =
            target.isIndex()
                ? target.name().replaceFirst("@.*", "") + "@" + member.ref().identifier()
                : target.name();
        Judged judged = Scan.attempt(() -> scan.reference(member.ref(), name, member.platform()));
        results.add(judged.report());
        inspected.add(
            new Inspected(
                target.image().at(member.ref().digest().orElseThrow()),
                judged.verdict(),
                session.complete(judged),
                session.listing(judged),
                "ignore-rules=" + session.rules().digest()));
      }
      session.network().http().settings().deadline().check();
      new ReportFiles(options, session.rules(), progress).write(results, outputs);
      Scan.tellWhy(inspected.stream().map(Inspected::verdict).toList(), outputs);
      Scan.tellGaps(results, session.options().reporting(), session.progress());
      return inspected;
    }
  }

  private static List<EachPlatform.Member> members(Session session, Target target) {
    if (!target.isIndex()) {
      return List.of(new EachPlatform.Member(target.image(), target.platform()));
    }
    ContentStore registry = session.network().place(target.image());
    PlatformChoice each =
        new PlatformChoice(
            PlatformChoice.DEFAULT.platform(), PlatformChoice.DEFAULT.isAsked(), true);
    return EachPlatform.of(registry, target.image(), each);
  }
}

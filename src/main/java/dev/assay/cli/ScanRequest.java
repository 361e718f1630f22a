package dev.assay.cli;

import dev.assay.cli.flag.AnalysisFlags;
import dev.assay.cli.flag.BomFlags;
import dev.assay.cli.flag.CacheFlags;
import dev.assay.cli.flag.DatabaseFlags;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GateFlags;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.RegistryFlags;
import dev.assay.cli.flag.ReportFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.cli.flag.TrustFlags;
import dev.assay.cli.flag.VulnerabilityFlags;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.scan.Outputs;
import dev.assay.scan.ScanOptions;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// What the scanning commands share: their flags, and the way from flags to options to outputs.
final class ScanRequest {
  private ScanRequest() {}

  /// A use case of the pipeline.
  @FunctionalInterface
  interface UseCase {
    int run(ScanOptions options, Progress progress, Outputs outputs) throws IOException;
  }

  /// The flags of a command that scans images.
  static List<FlagGroup> imageGroups(FlagGroup own) {
    return Stream.concat(
            Stream.of(own),
            groups(
                AnalysisFlags.GROUP, AnalysisFlags.LIMITS, TrustFlags.GROUP, RegistryFlags.GROUP))
        .toList();
  }

  /// The flags of the scan before an image is shipped.
  static Stream<FlagGroup> shippingGroups() {
    return groups(AnalysisFlags.GROUP, AnalysisFlags.LIMITS, TrustFlags.GROUP, RegistryFlags.GROUP)
        .map(group ->
            new FlagGroup(
                group.title(),
                group.flags().stream()
                    .filter(flag -> !flag.equals(DatabaseFlags.DOWNLOAD_DB_ONLY))
                    .filter(flag -> !flag.equals(AnalysisFlags.PEEK))
                    .toList()));
  }

  /// The flags of a command that scans folders.
  static List<FlagGroup> folderGroups() {
    return groups(AnalysisFlags.FOLDER_GROUP, AnalysisFlags.FOLDER_LIMITS).toList();
  }

  /// The flags of a command that reads what others found.
  static List<FlagGroup> listingGroups() {
    return groups(AnalysisFlags.LISTING_GROUP).toList();
  }

  private static Stream<FlagGroup> groups(FlagGroup... own) {
    return Stream.concat(
        Stream.of(
            ReportFlags.GROUP,
            GateFlags.GROUP,
            VulnerabilityFlags.GROUP,
            DatabaseFlags.GROUP,
            CacheFlags.GROUP),
        Stream.of(own));
  }

  /// Scans, and lets the outputs appear once there is an answer.
  static int run(Invocation call, ScanOptions.Subject subject, UseCase useCase) throws IOException {
    return run(call, options(call, subject), useCase);
  }

  /// Writes what there is, and looks for nothing.
  static int list(Invocation call, ScanOptions.Subject subject, UseCase useCase)
      throws IOException {
    return run(call, options(call, subject, BomFlags.read(call.settings())), useCase);
  }

  private static int run(Invocation call, ScanOptions options, UseCase useCase) throws IOException {
    if (call.settings().isOn(TrivyFlags.DOWNLOAD_JAVA_DB_ONLY)) {
      call.progress().warn("nothing to download: there is no separate Java database");
      return 0;
    }
    call.settings().warnings().forEach(call.progress()::warn);
    try (var _ = Alarm.after(options.timeout(), call.console());
        var outputs = new OutputFiles(call.console())) {
      int code = useCase.run(options, call.progress(), outputs);
      outputs.commit();
      return code;
    }
  }

  /// Everything that was said, checked.
  static ScanOptions options(Invocation call, ScanOptions.Subject subject) {
    return options(
        call,
        subject,
        ReportFlags.read(call.settings(), Terminal.page(call.settings().environment())));
  }

  private static ScanOptions options(
      Invocation call, ScanOptions.Subject subject, ScanOptions.Reporting reporting) {
    Settings settings = call.settings();
    return new ScanOptions(
        subject,
        RegistryFlags.read(settings, call::passwordFromStdin),
        DatabaseFlags.read(settings),
        AnalysisFlags.read(settings),
        VulnerabilityFlags.read(settings),
        GateFlags.read(settings),
        reporting,
        CacheFlags.read(settings),
        settings.duration(GlobalFlags.TIMEOUT),
        settings.environment());
  }

  /// Whether there is nothing to scan because only a database was asked for.
  static boolean onlyUpdates(Settings settings) {
    return settings.isOn(DatabaseFlags.DOWNLOAD_DB_ONLY)
        || settings.isOn(TrivyFlags.DOWNLOAD_JAVA_DB_ONLY);
  }

  /// Refuses a call that names nothing to scan.
  static void needs(boolean something, Invocation call, String what) {
    if (!something) {
      throw new UsageFailure(
          "`assay " + call.verb().name() + "` needs " + what,
          "see `assay help " + call.verb().name() + "`");
    }
  }
}

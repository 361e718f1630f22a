package dev.assay.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.limit.Limits;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.report.ReportOptions;
import dev.assay.scan.Outputs;
import dev.assay.scan.ScanOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir private Path folder;

  private String run(Sample sample, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outputs outputs =
        new Outputs() {
          @Override
          public void write(Optional<Path> file, Content content) throws IOException {
            content.writeTo(out);
          }

          @Override
          public void tell(String lines) {
            out.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public InputStream standardInput() {
            return InputStream.nullInputStream();
          }
        };
    assertEquals(0, Quickstart.run(sample, options(format), Progress.SILENT, outputs));
    return out.toString(StandardCharsets.UTF_8);
  }

  private ScanOptions options(String format) {
    assertTrue(
        BuiltIns.reportWriters().stream().anyMatch(writer -> writer.format().equals(format)));
    return new ScanOptions(
        new ScanOptions.Subject(
            List.of(),
            Optional.empty(),
            PlatformChoice.DEFAULT,
            List.of(),
            Optional.empty(),
            false,
            Optional.empty()),
        new ScanOptions.RegistryAccess(List.of(), Optional.empty(), false, Optional.empty()),
        new ScanOptions.DatabaseUse(false, false, List.of(), false),
        new ScanOptions.Analysis(
            ScanOptions.RungChoice.AUTO,
            List.of(ScanOptions.PackageKind.OS, ScanOptions.PackageKind.LIBRARY),
            List.of(),
            List.of(),
            2,
            false,
            Optional.empty(),
            Limits.STANDARD),
        new ScanOptions.Filter(
            List.of(Severity.values()), false, List.of(), Optional.empty(), List.of("auto")),
        new ScanOptions.Gate(Optional.empty(), Optional.empty(), Optional.empty()),
        new ScanOptions.Reporting(
            List.of(new ScanOptions.Output(format, Optional.empty())),
            ReportOptions.DEFAULT,
            Optional.empty()),
        ScanOptions.CacheUse.in(folder),
        Duration.ofMinutes(1),
        Map.of());
  }

  @Test
  void showsTheTableTheBytesMovedAndWhatToTypeNext() throws IOException {
    String shown = run(Sample.VULNERABLE, "table");
    assertTrue(shown.startsWith("A sample: a made-up image"), shown);
    assertTrue(shown.contains("SAMPLE-2026-0001"), shown);
    assertTrue(shown.contains("SAMPLE-2026-0002"), shown);
    assertTrue(shown.contains("streamed (evidence: full)"), shown);
    assertTrue(shown.contains(" moved in "), shown);
    assertTrue(shown.contains("assay image registry.example.com/app:1.2"), shown);
  }

  @Test
  void aFindingGoesWhenItsPackageIsRaised() throws IOException {
    String raised = run(new Sample("1.4.2-r0", "2.3.0"), "ids");
    assertFalse(raised.contains("SAMPLE-2026-0001"), raised);
    assertTrue(raised.contains("SAMPLE-2026-0002\tpkg:npm/sample-parser@2.3.0"), raised);
    String both = run(new Sample("1.4.2-r0", "2.3.1"), "ids");
    assertFalse(both.contains("SAMPLE-2026-000"), both);
  }

  @Test
  void leavesNothingInTheUsersCache() throws IOException {
    run(Sample.VULNERABLE, "json");
    String[] left = folder.toFile().list();
    assertEquals(0, left == null ? -1 : left.length);
  }
}

package dev.assay.sign.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Refused;
import dev.assay.support.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The 140 cases of Sigstore's own suite for verifiers, made by real services.
class SigstoreConformanceTest {
  private static String verify(Path folder, String[] columns) throws IOException {
    BundleCheck check =
        new BundleCheck(
            TrustedRoot.read(Files.readAllBytes(folder.resolve(columns[2])), "trusted root"),
            Strictness.FULL,
            Instant.now());
    Artifact artifact =
        columns[5].startsWith("sha256:")
            ? new Artifact.Known(
                Hash.SHA256, Octets.of(HexFormat.of().parseHex(columns[5].substring(7))))
            : new Artifact.OfFile(folder.resolve(columns[5]));
    try {
      Expected expected =
          columns.length > 6 && !columns[6].isEmpty()
              ? new Expected.ByKey(
                  VerifyKey.ofPem(Files.readString(folder.resolve(columns[6])), "key"))
              : new Expected.ByIdentity(
                  new TextMatch.Exact(columns[3]), new TextMatch.Exact(columns[4]), Map.of());
      check.verify(
          BundleReader.read(Files.readAllBytes(folder.resolve(columns[1]))), artifact, expected);
      return "";
    } catch (Refused e) {
      return e.reason().code() + ": " + e.detail();
    } catch (InputFailure e) {
      return "malformed: " + e.getMessage();
    }
  }

  @Test
  void everyCaseIsJudgedAsSigstoreWantsIt() throws IOException {
    Path folder = TestData.require("sigstore-conformance/cases.tsv").getParent();
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (String line : Files.readAllLines(folder.resolve("cases.tsv"))) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] columns = line.split("\t", -1);
      String answer = verify(folder, columns);
      cases++;
      if (answer.isEmpty() == columns[0].endsWith("_fail")) {
        wrong.add(columns[0] + " -> " + answer);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(cases >= 140, "only " + cases + " cases");
  }
}

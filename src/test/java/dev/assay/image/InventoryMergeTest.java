package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.model.Inventory;
import dev.assay.model.Progress;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class InventoryMergeTest {
  private static final String DATABASE = "lib/apk/db/installed";

  private static Inventory merge(TarBytes... lowestFirst) throws IOException {
    return analyse(lowestFirst).inventory();
  }

  private static Analysed analyse(TarBytes... lowestFirst) throws IOException {
    var layers = new ArrayList<Samples.Bytes>();
    for (TarBytes tar : lowestFirst) {
      layers.add(new Samples.Bytes(tar.gzip()));
    }
    return new ImageAnalysis(
            Samples.analysis(), AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT)
        .read(Samples.image(layers));
  }

  /// `name version path <- instruction`.
  private static List<String> found(TarBytes... lowestFirst) throws IOException {
    return merge(lowestFirst).components().stream()
        .map(p ->
            String.join(
                " ",
                p.component().name(),
                p.component().version(),
                p.component().path(),
                "<-",
                p.layer().orElseThrow().createdBy()))
        .toList();
  }

  @Test
  void upperLayersHideLowerOnes() throws IOException {
    TarBytes base =
        new TarBytes()
            .file("a/package.txt", "a 1")
            .file("b/package.txt", "b 1")
            .file("c/deep/er/package.txt", "c 1")
            .file("d/x/package.txt", "d 1")
            .file("e/x/package.txt", "e 1")
            .file("f/package.txt", "f 1")
            .file("keep/package.txt", "keep 1");
    TarBytes upper =
        new TarBytes()
            .file("a/package.txt", "a 2")
            .file("b/.wh.package.txt", "")
            .file("c/.wh.deep", "")
            .file("d/.wh..wh..opq", "")
            .file("d/y/package.txt", "d 2")
            .file("e/x", "a file where a folder was")
            .symlink("f", "keep");
    assertEquals(
        List.of(
            "a 2 a/package.txt <- step 2",
            "d 2 d/y/package.txt <- step 2",
            "keep 1 keep/package.txt <- step 1"),
        found(base, upper));
  }

  @Test
  void anOpaqueRootHidesEverythingAndAThirdLayerStartsAnew() throws IOException {
    assertEquals(
        List.of("a 3 a/package.txt <- step 3", "b 2 b/package.txt <- step 2"),
        found(
            new TarBytes().file("a/package.txt", "a 1").file("c/package.txt", "c 1"),
            new TarBytes().file(".wh..wh..opq", "").file("b/package.txt", "b 2"),
            new TarBytes().file("a/package.txt", "a 3")));
  }

  @Test
  void aPackageBelongsToTheLayerThatInstalledIt() throws IOException {
    assertEquals(
        List.of(
            "curl 8 " + DATABASE + " <- step 3",
            "musl 1 " + DATABASE + " <- step 1",
            "zlib 2 " + DATABASE + " <- step 3"),
        found(
            new TarBytes().file(DATABASE, "P:musl\nV:1\nP:zlib\nV:1\nP:curl\nV:8\n"),
            new TarBytes().file(DATABASE, "P:musl\nV:1\nP:zlib\nV:1\n"),
            new TarBytes().file(DATABASE, "P:musl\nV:1\nP:zlib\nV:2\nP:curl\nV:8\n"),
            new TarBytes().file("bin/x", "")));
  }

  @Test
  void filesOfADirectoryOfDatabasesAddUp() throws IOException {
    assertEquals(
        List.of("a 1 var/status.d/a <- step 1", "b 1 var/status.d/b <- step 2"),
        found(
            new TarBytes().file("var/status.d/a", "P:a\nV:1\n"),
            new TarBytes().file("var/status.d/b", "P:b\nV:1\n")));
  }

  @Test
  void whatASystemPackageOwnsIsNotReportedTwice() throws IOException {
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1", "mine 1 usr/local/package.txt <- step 2"),
        found(
            new TarBytes()
                .symlink("lib2", "usr/lib2")
                .file(DATABASE, "P:py\nV:1\nF:lib2/py/package.txt\nF:usr/bin/py\n"),
            new TarBytes()
                .file("usr/lib2/py/package.txt", "py 1")
                .file("usr/local/package.txt", "mine 1")));
  }

  @Test
  void followsLinksToAPackageDatabaseAcrossLayers() throws IOException {
    Analysed analysed =
        analyse(
            new TarBytes().file("data/apk-db/list", "P:musl\nV:1\n").symlink("lib", "/usr/lib"),
            new TarBytes()
                .symlink("usr/lib/apk/db", "../../../data/apk-db")
                .symlink("data/apk-db/installed", "list"));
    assertEquals(
        List.of("musl 1 " + DATABASE + " step 1"),
        analysed.inventory().components().stream()
            .map(p ->
                p.component().name()
                    + " "
                    + p.component().version()
                    + " "
                    + p.component().path()
                    + " "
                    + p.layer().orElseThrow().createdBy())
            .toList());
    assertEquals(
        analysed.layers().getFirst().sizeBytes(),
        analysed.layers().getFirst().bytesMoved(),
        "a small layer is fetched once");
  }

  @Test
  void linksInACircleAreAGap() throws IOException {
    Inventory inventory =
        merge(new TarBytes().symlink("lib", "usr/lib").symlink("usr/lib", "../lib"));
    assertEquals(
        List.of(DATABASE + ": not read: its links lead around in a circle"),
        inventory.gaps().stream().map(Object::toString).toList());
  }

  /// What dpkg-like databases own is not reported again, so that a link which is no longer there
  /// could hide a package in the folder that took its place.
  @Test
  void aFolderTakesThePlaceOfALink() throws IOException {
    TarBytes base =
        new TarBytes()
            .file(DATABASE, "P:py\nV:1\nF:usr/py/package.txt\n")
            .file("usr/py/package.txt", "py 1")
            .symlink("app", "/usr/py");
    List<String> both =
        List.of("py 1 " + DATABASE + " <- step 1", "py 1 app/package.txt <- step 2");
    TarBytes own = new TarBytes().file("app/package.txt", "py 1");
    assertEquals(both, found(base, new TarBytes().folder("app").file("app/package.txt", "py 1")));
    assertEquals(both, found(base, own));
    assertEquals(both, found(base, own, new TarBytes().file("app/other", "")));
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1", "py 1 app/package.txt <- step 3"),
        found(base, new TarBytes().file("app/.wh..wh..opq", ""), own));
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1", "py 1 app/package.txt <- step 3"),
        found(base, new TarBytes().file("app/.wh.other", ""), own));
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1", "py 1 app/in/package.txt <- step 2"),
        found(
            base,
            new TarBytes().file("app/in/package.txt", "py 1").symlink("app/in/deeper", "/usr/py")));
  }

  @Test
  void aLinkTakesThePlaceOfTheFolderThatTookThePlaceOfALink() throws IOException {
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1"),
        found(
            new TarBytes()
                .file(DATABASE, "P:py\nV:1\nF:app/package.txt\n")
                .file("usr/py/package.txt", "py 1")
                .symlink("app", "/usr/other"),
            new TarBytes().file("app/package.txt", "gone 1"),
            new TarBytes().symlink("app", "usr/py")));
  }

  @Test
  void aDatabaseBehindALinkIsGoneWithTheLink() throws IOException {
    TarBytes base =
        new TarBytes().file("opt/db/installed", "P:old\nV:1\n").symlink("lib/apk/db", "/opt/db");
    List<String> real = List.of("new 2 " + DATABASE + " <- step 2");
    assertEquals(real, found(base, new TarBytes().file(DATABASE, "P:new\nV:2\n")));
    assertEquals(
        real, found(base, new TarBytes().folder("lib/apk/db").file(DATABASE, "P:new\nV:2\n")));
    assertEquals(List.of(), found(base, new TarBytes().folder("lib/apk/db")));
  }

  @Test
  void aFolderTakesThePlaceOfAFile() throws IOException {
    TarBytes base = new TarBytes().file("a/package.txt", "a 1").file("b", "");
    assertEquals(List.of(), found(base, new TarBytes().folder("a/package.txt")));
    assertEquals(List.of(), found(base, new TarBytes().file("a/package.txt/x", "")));
    assertEquals(List.of(), found(base, new TarBytes().file("a/package.txt/.wh..wh..opq", "")));
    assertEquals(List.of("a 1 a/package.txt <- step 1"), found(base, new TarBytes().folder("a")));
  }

  @Test
  void aFileThatBecomesAFolderInItsOwnLayerHidesNothing() throws IOException {
    assertEquals(
        List.of("a 1 a/package.txt <- step 1", "b 1 b/package.txt <- step 1"),
        found(
            new TarBytes().file("a/package.txt", "a 1").file("b/package.txt", "b 1"),
            new TarBytes().file("a", "").folder("a").symlink("b", "a").folder("b")));
  }

  @Test
  void whatIsWrittenThroughALinkOfItsLayerIsWhereTheLinkLeads() throws IOException {
    List<String> musl = List.of("musl 1 " + DATABASE + " <- step 1");
    String database = "P:musl\nV:1\n";
    assertEquals(
        musl, found(new TarBytes().symlink("b", "lib/apk/db").file("b/installed", database)));
    assertEquals(
        musl,
        found(
            new TarBytes()
                .symlink("c", "/lib/../lib/apk")
                .symlink("c/db", "/opt")
                .file("opt/installed", database)));
    assertEquals(
        List.of("a 1 srv/in/package.txt <- step 1"),
        found(new TarBytes().symlink("app", "srv").file("app/in/package.txt", "a 1")));
    assertEquals(
        List.of("a 1 a/package.txt <- step 1"),
        found(new TarBytes().symlink("a", "b").symlink("b", "a").file("a/package.txt", "a 1")),
        "in a circle");
    assertEquals(
        List.of("x 1 var/status.d/x <- step 1"),
        found(
            new TarBytes().symlink("var/status.d", "/opt/s").file("var/status.d/x", "P:x\nV:1\n")),
        "known by the written path alone");
  }

  @Test
  void whatIsWrittenThroughALinkTakesThePlaceOfWhatIsBelow() throws IOException {
    assertEquals(
        List.of(),
        found(
            new TarBytes().file("srv/a/package.txt", "a 1").file("srv/b/package.txt", "b 1"),
            new TarBytes()
                .symlink("app", "srv")
                .file("app/a/.wh.package.txt", "")
                .file("app/b", "")));
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1", "py 1 srv/own/package.txt <- step 2"),
        found(
            new TarBytes()
                .file(DATABASE, "P:py\nV:1\nF:usr/py/package.txt\n")
                .file("usr/py/package.txt", "py 1")
                .symlink("srv/own", "/usr/py"),
            new TarBytes().symlink("app", "srv").file("app/own/package.txt", "py 1")));
  }

  @Test
  void aFileReadLaterIsFoundWhereItWasWritten() throws IOException {
    byte[] large = "large 1 ".repeat(600_000).getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of("large 1 srv/both.txt <- step 1", "length 4800000 srv/both.txt <- step 1"),
        found(new TarBytes().symlink("app", "srv").file("app/both.txt", large)));
  }

  @Test
  void aLinkTooLongToBeFollowedIsAGap() throws IOException {
    assertEquals(1, merge(new TarBytes().symlink("a", "b/".repeat(2049))).gaps().size());
    assertEquals(0, merge(new TarBytes().symlink("a", "b/".repeat(2048))).gaps().size());
  }

  @Test
  void aLinkTooDeepToBeFollowedIsAGap() throws IOException {
    String deep = "d/".repeat(257) + "link";
    assertEquals(1, merge(new TarBytes().symlink(deep, "x")).gaps().size());
    assertEquals(0, merge(new TarBytes().symlink(deep.substring(2), "x")).gaps().size());
    assertEquals(
        List.of("py 1 " + DATABASE + " <- step 1"),
        found(
            new TarBytes().file(DATABASE, "P:py\nV:1\n").symlink(deep.substring(2), "/" + DATABASE),
            new TarBytes().file(deep.substring(2) + "/x", "")));
  }

  @Test
  void linksThatClimbStopAtTheRoot() throws IOException {
    assertEquals(
        List.of("musl 1 " + DATABASE + " <- step 1"),
        found(
            new TarBytes()
                .file("real", "P:musl\nV:1\n")
                .symlink(DATABASE, "../../../../../../../../real")));
  }

  @Test
  void theReleaseInEtcCountsAndTheFinerNumberWins() throws IOException {
    assertEquals(
        "11.6",
        merge(
                new TarBytes()
                    .file("etc/debian_version", "debian 11.6")
                    .file("usr/lib/os-release", "other 9")
                    .file("etc/os-release", "debian 11"))
            .operatingSystem()
            .orElseThrow()
            .name());
    assertEquals(
        "ubuntu",
        merge(
                new TarBytes().file("etc/os-release", "debian 11"),
                new TarBytes().file("etc/os-release", "ubuntu 22.04"),
                new TarBytes().file("etc/debian_version", "debian 12.1"))
            .operatingSystem()
            .orElseThrow()
            .family());
  }

  @Test
  void gapsOfHiddenFilesAreHiddenToo() throws IOException {
    TarBytes broken = new TarBytes().file(DATABASE, "crash");
    assertEquals(1, merge(broken).gaps().size());
    assertEquals(
        List.of(),
        merge(
                new TarBytes().file(DATABASE, "crash"),
                new TarBytes().file(DATABASE, "P:musl\nV:1\n"))
            .gaps());
  }

  @Test
  void theOrderDoesNotDependOnTheOrderOfEntries() throws IOException {
    List<String> one =
        found(
            new TarBytes()
                .file("b/package.txt", "x 1")
                .file("a/package.txt", "x 1")
                .file(DATABASE, "P:z\nV:1\nP:a\nV:1\n"));
    List<String> other =
        found(
            new TarBytes()
                .file(DATABASE, "P:z\nV:1\nP:a\nV:1\n")
                .file("a/package.txt", "x 1")
                .file("b/package.txt", "x 1"));
    assertEquals(one, other);
    assertEquals(4, Stream.of(one).mapToInt(List::size).sum());
  }
}

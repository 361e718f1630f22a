package dev.assay.image.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.support.TestClassPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image of the release, put together by the release's own code around files of no size.
class ReleaseImageTest {
  @TempDir private Path folder;

  private ImageBuilder.Image image() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int code =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-d",
            folder.toString(),
            "-cp",
            TestClassPath.get(),
            "release/Release.java",
            "release/Train.java");
    assertEquals(0, code, "the release's programs do not compile");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, LayerBuilder.class.getClassLoader())) {
      Method assemble =
          loader
              .loadClass("Release")
              .getDeclaredMethod("assemble", LayerBuilder.class, LayerBuilder.class, String.class);
      assemble.setAccessible(true);
      LayerBuilder system = new LayerBuilder().file("opt/assay/runtime/bin/java", "");
      LayerBuilder program = new LayerBuilder().file("opt/assay/assay.jar", "");
      return (ImageBuilder.Image) assemble.invoke(null, system, program, "1");
    }
  }

  private static Map<String, TarArchiveEntry> unpacked(ImageBuilder.Image image)
      throws IOException {
    Map<String, TarArchiveEntry> files = new TreeMap<>();
    List<byte[]> blobs = List.copyOf(image.blobs().values());
    for (byte[] layer : blobs.subList(1, blobs.size())) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          files.put(entry.getName(), entry);
        }
      }
    }
    return files;
  }

  private static Json config(ImageBuilder.Image image) {
    Digest digest =
        Digest.parse(Json.parse(image.manifest(), "manifest").at("config").text("digest"));
    return Json.parse(image.blobs().getOrDefault(digest, new byte[0]), "config").at("config");
  }

  @Test
  void itsUserHasFoldersToWriteIn() throws Exception {
    ImageBuilder.Image image = image();
    Json config = config(image);
    assertEquals("65532:65532", config.text("User"));
    Map<String, TarArchiveEntry> files = unpacked(image);
    assertFolder(files.get("tmp/"), 01777, 0);
    Map<String, String> environment = new TreeMap<>();
    config.texts("Env").forEach(each -> environment.put(each.split("=")[0], each.split("=")[1]));
    assertFolder(inside(files, environment.getOrDefault("HOME", "")), 0755, 65532);
    assertFolder(inside(files, environment.getOrDefault("XDG_CACHE_HOME", "")), 01777, 65532);
    for (String parent : List.of("home/", "opt/", "opt/assay/")) {
      assertFolder(files.get(parent), 0755, 0);
    }
  }

  private static TarArchiveEntry inside(Map<String, TarArchiveEntry> files, String path) {
    assertTrue(path.startsWith("/"), path);
    return files.get(path.substring(1) + "/");
  }

  private static void assertFolder(TarArchiveEntry entry, int mode, long owner) {
    assertTrue(entry != null && entry.isDirectory());
    assertEquals(Integer.toOctalString(mode), Integer.toOctalString(entry.getMode() & 07777));
    assertEquals(List.of(owner, owner), List.of(entry.getLongUserId(), entry.getLongGroupId()));
  }

  @Test
  void itHasTheHeapOfTheVerbThatNeedsMost() throws Exception {
    List<String> started = config(image()).texts("Entrypoint");
    List<String> heaps = new ArrayList<>();
    Matcher launcher =
        Pattern.compile("heap=([0-9]+m)").matcher(Files.readString(Path.of("assay")));
    while (launcher.find()) {
      heaps.add("-Xmx" + launcher.group(1));
    }
    heaps.sort(null);
    assertEquals(List.of("-Xmx256m", "-Xmx512m"), heaps.stream().distinct().toList());
    assertTrue(started.contains(heaps.getLast()), started::toString);
    assertTrue(started.contains("--sun-misc-unsafe-memory-access=allow"), started::toString);
  }
}

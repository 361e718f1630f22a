package dev.assay.analyze.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.Gap;
import dev.assay.model.PackageType;
import dev.assay.model.Relationship;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramAnalyzerTest {
  private static final String CRATES =
      """
      {"packages":[{"name":"app","version":"0.3.1","source":"local","dependencies":[1,2],"root":true},\
      {"name":"cc","version":"1.0.0","source":"crates.io","kind":"build"},\
      {"name":"regex","version":"1.11.0","source":"crates.io"}]}\
      """;

  private static final List<String> COMPONENTS =
      List.of(
          "stdlib@v1.22.3",
          "example.com/acme/app@v1.2.3",
          "github.com/google/uuid@v1.6.0",
          "golang.org/x/text@v0.13.0",
          "example.com/acme/lib@(devel)");

  private static FileFacts read(byte[] program) throws IOException {
    var analyzer = new ProgramAnalyzer();
    assertTrue(analyzer.wantsContent(Arrays.copyOf(program, 16)));
    var found = new FactsCollector("app", _ -> true);
    analyzer.read("app", new ByteArrayInputStream(program), found);
    return found.facts();
  }

  private static List<String> ids(FileFacts facts) {
    return facts.components().stream().map(Component::id).toList();
  }

  private static ElfWriter elf() {
    return new ElfWriter(64, ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] go(String modules) {
    return GoBlobs.inline("go1.22.3 X:boringcrypto", modules);
  }

  private static byte[] packed(String json) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out, new Deflater(7))) {
      deflater.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void readsTheModulesOfGoPrograms() throws IOException {
    FileFacts facts = read(elf().load(ElfWriter.READ_WRITE, go(GoBlobs.MODULES)).bytes());
    assertEquals(COMPONENTS, ids(facts));
    assertEquals(List.of(), facts.gaps());
    assertEquals(Relationship.ROOT, facts.components().get(1).relationship());
    assertEquals(
        "0123456789abcdef0123456789abcdef01234567", facts.components().get(1).detail("revision"));
  }

  @ParameterizedTest
  @CsvSource({"32,true", "32,false", "64,true", "64,false"})
  void readsTheModulesThatOldGoPointsTo(int bits, boolean isBig) throws IOException {
    ByteOrder order = isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    FileFacts facts = read(GoBlobs.pointing(bits, order, GoBlobs.MODULES));
    assertEquals("stdlib@v1.17.13", ids(facts).getFirst());
    assertEquals(COMPONENTS.subList(1, 5), ids(facts).subList(1, 5));
  }

  @Test
  void findsModulesFarBehindWhatIsKept() throws IOException {
    byte[] variables = new byte[ProgramParts.WRITABLE_BYTES + 100_000];
    new Random(1).nextBytes(variables);
    var all = new ByteArrayOutputStream();
    all.writeBytes(Arrays.copyOf(variables, variables.length / 16 * 16));
    all.writeBytes(go(GoBlobs.MODULES));
    FileFacts facts = read(elf().load(ElfWriter.READ_WRITE, all.toByteArray()).bytes());
    assertEquals(COMPONENTS, ids(facts));
  }

  @Test
  void passesOverTheMagicTextInProgramsThatLookForIt() throws IOException {
    byte[] first = Arrays.copyOf(go(GoBlobs.MODULES), 16);
    byte[] variables = Arrays.copyOf(first, 64 + go(GoBlobs.MODULES).length);
    System.arraycopy(go(GoBlobs.MODULES), 0, variables, 64, variables.length - 64);
    assertEquals(COMPONENTS, ids(read(elf().load(ElfWriter.READ_WRITE, variables).bytes())));
  }

  @Test
  void saysWhereTheModulesOfAGoProgramAreNotKnown() throws IOException {
    byte[] bare =
        elf().note("Go", 4, new byte[20]).load(ElfWriter.READ_WRITE, new byte[64]).bytes();
    assertEquals(
        List.of(
            new Gap(
                "app",
                0,
                "a Go program without build information: what it is made of is not known")),
        read(bare).gaps());
    FileFacts noModules = read(elf().load(ElfWriter.READ_WRITE, go("")).bytes());
    assertEquals(List.of("stdlib@v1.22.3"), ids(noModules));
    assertEquals(1, noModules.gaps().size());
  }

  @Test
  void saysThatAPackedProgramCannotBeSeen() throws IOException {
    byte[] program =
        elf().load(ElfWriter.READ, "....UPX!....".getBytes(StandardCharsets.US_ASCII)).bytes();
    assertEquals(
        List.of(new Gap("app", 0, "a program packed with UPX: what it is made of cannot be seen")),
        read(program).gaps());
  }

  @Test
  void readsTheCratesOfRustPrograms() throws IOException {
    FileFacts facts =
        read(
            elf()
                .load(ElfWriter.READ, new byte[100])
                .section(new byte[300_000])
                .section(packed(CRATES))
                .bytes());
    assertEquals(List.of("app@0.3.1", "regex@1.11.0"), ids(facts));
    assertEquals(List.of("regex@1.11.0"), facts.components().getFirst().dependsOn());
    assertEquals(PackageType.CARGO, facts.components().getFirst().type());
  }

  @Test
  void refusesABombOfCrates() throws IOException {
    String bomb = "{\"packages\":[" + " ".repeat(20 << 20) + "]}";
    FileFacts facts = read(elf().load(ElfWriter.READ, new byte[100]).section(packed(bomb)).bytes());
    assertEquals(List.of(), facts.components());
    assertEquals(
        "the list of crates in a Rust program is damaged or too long",
        facts.gaps().getFirst().problem());
  }

  @Test
  void readsThePackageADistributionNotedInAProgram() throws IOException {
    String json =
        "{\"type\":\"rpm\",\"os\":\"fedora\",\"osVersion\":\"41\",\"name\":\"bash\","
            + "\"version\":\"5.2.32-1.fc41\",\"architecture\":\"x86_64\"}\0\0";
    byte[] note = json.getBytes(StandardCharsets.UTF_8);
    FileFacts facts = read(elf().note("FDO", 0xcafe1a7e, note).bytes());
    assertEquals(List.of("bash@5.2.32-1.fc41"), ids(facts));
    assertEquals(PackageType.RPM, facts.components().getFirst().type());
    assertFalse(facts.components().getFirst().isInstalled());
  }

  @Test
  void leavesObjectFilesAndTextsAlone() throws IOException {
    byte[] object = elf().load(ElfWriter.READ_WRITE, go(GoBlobs.MODULES)).bytes();
    object[16] = 1;
    assertTrue(read(object).isEmpty());
    assertTrue(read("MZ is how this text begins".getBytes(StandardCharsets.UTF_8)).isEmpty());
  }

  @Test
  void endsWithinBoundsWhateverTheHeadersClaim() throws IOException {
    byte[] program =
        elf().load(ElfWriter.READ_WRITE, go(GoBlobs.MODULES)).section(packed(CRATES)).bytes();
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = program.clone();
      for (int i = 0; i < 1 + round % 8; i++) {
        damaged[16 + random.nextInt(200)] = (byte) random.nextInt(256);
      }
      assertTrue(read(damaged).components().size() <= COMPONENTS.size() + 2);
      assertTrue(
          read(Arrays.copyOf(program, 16 + random.nextInt(program.length - 16))).gaps().size()
              <= 2);
    }
  }
}

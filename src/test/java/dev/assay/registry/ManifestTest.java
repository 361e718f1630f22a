package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.Platform;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String C = "sha256:" + "c".repeat(64);

  private static final String INDEX =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
       {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"AAA","size":10,
        "platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
       {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"BBB","size":11,
        "platform":{"os":"linux","architecture":"amd64"}},
       {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"CCC","size":12,
        "platform":{"os":"unknown","architecture":"unknown"},
        "annotations":{"vnd.docker.reference.type":"attestation-manifest"}}]}
      """
          .replace("AAA", A)
          .replace("BBB", B)
          .replace("CCC", C);

  private static final String IMAGE =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
       "config":{"mediaType":"application/vnd.docker.container.image.v1+json","digest":"CFG","size":SIZE},
       "layers":[
        {"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","digest":"AAA","size":100},
        {"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","digest":"BBB","size":200}]}
      """
          .replace("AAA", A)
          .replace("BBB", B);

  private static final String CONFIG =
      """
      {"os":"linux","architecture":"arm64","variant":"v8","config":{"Labels":{"k":"v"}},
       "rootfs":{"type":"layers","diff_ids":["CCC","AAA"]},
       "history":[{"created_by":"ADD rootfs"},{"created_by":"ENV X=1","empty_layer":true},
                  {"created_by":"RUN apk add curl"}]}
      """
          .replace("CCC", C)
          .replace("AAA", A);

  @Test
  void choosesThePlatformAndNeverAnAttestation() {
    ImageIndex index = assertInstanceOf(ImageIndex.class, parse(INDEX, ""));
    assertEquals(B, index.select(Platform.DEFAULT, "x").digest().toString());
    assertEquals(A, index.select(Platform.parse("linux/arm64"), "x").digest().toString());
    assertEquals(2, index.images().size());
    InputFailure failure =
        assertThrows(
            InputFailure.class, () -> index.select(Platform.parse("linux/s390x"), "r/x:1"));
    assertEquals(
        "cannot choose an image from r/x:1: the index has no linux/s390x, it has linux/arm64/v8,"
            + " linux/amd64",
        failure.getMessage());
    assertEquals("choose one with --platform", failure.hint());
    assertThrows(
        InputFailure.class, () -> index.select(Platform.parse("unknown/unknown"), "r/x:1"));
  }

  /// containerd takes the first of these: what is scanned must be what runs.
  @ParameterizedTest
  @CsvSource({
    "linux,AMD64,''",
    "Linux,x86_64,''",
    "linux,x86-64,''",
    "linux,amd64,v1",
    "linux,amd64,''",
  })
  void takesWhatRuntimesTakeHoweverItsPlatformIsWritten(String os, String machine, String variant) {
    String platform =
        """
        "platform":{"os":"%s","architecture":"%s","variant":"%s"},
        "annotations":{"vnd.docker.reference.type":"attestation-manifest"}
        """
            .formatted(os, machine, variant);
    String first = "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}";
    ImageIndex index = (ImageIndex) parse(INDEX.replace(first, platform), "");
    assertEquals(A, index.select(Platform.DEFAULT, "x").digest().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "arm64,aarch64/v8",
    "arm64/v8,arm64",
    "arm,armhf",
    "arm/v7,arm",
    "arm/6,armel",
    "386,i386",
    "ppc64le,ppc64le",
  })
  void comparesPlatformsAsRuntimesDo(String asked, String offered) {
    Platform platform = Platform.parse("linux/" + asked);
    assertTrue(platform.isSame(Platform.parse("LINUX/" + offered)));
    assertTrue(platform.accepts(Platform.parse("linux/" + offered)));
    assertFalse(platform.isSame(Platform.parse("windows/" + offered)));
    assertFalse(platform.isSame(Platform.parse("linux/riscv64")));
  }

  @Test
  void refusesListsThatAreNone() {
    assertEquals(
        "cannot read manifest of r/x:1: layers: not a list",
        assertThrows(
                InputFailure.class,
                () -> parse("{\"config\":{\"digest\":\"" + A + "\",\"size\":1},\"layers\":{}}", ""))
            .getMessage());
    assertThrows(InputFailure.class, () -> parse("{\"manifests\":\"none\"}", ""));
    String config = CONFIG.replaceFirst("\"diff_ids\":\\[[^]]*]", "\"diff_ids\":{}");
    assertEquals(
        "cannot read configuration of r/x:1: rootfs.diff_ids: not a list",
        assertThrows(InputFailure.class, () -> facts(IMAGE, config)).getMessage());
  }

  @Test
  void takesTheOnlyImageOfAnIndexThatNamesNoPlatform() {
    String layout = "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"" + A + "\",\"size\":3}]}";
    ImageIndex index = assertInstanceOf(ImageIndex.class, parse(layout, ""));
    assertEquals(A, index.select(Platform.DEFAULT, "x").digest().toString());
  }

  @Test
  void joinsManifestAndConfigurationToFacts() {
    ImageFacts facts = facts(IMAGE, CONFIG);
    assertEquals(new Platform("linux", "arm64", "v8"), facts.platform());
    assertEquals(
        List.of("ADD rootfs", "RUN apk add curl"),
        facts.layers().stream().map(l -> l.createdBy()).toList());
    assertEquals(C, facts.layers().getFirst().diffId().toString());
    assertEquals(Digest.sha256(CONFIG.getBytes(UTF_8)), facts.configDigest());
    assertEquals(withConfig(IMAGE, CONFIG).length() + CONFIG.length() + 300, facts.sizeBytes());
  }

  @Test
  void blamesNoInstructionWhereTheHistoryDoesNotFit() {
    ImageFacts facts = facts(IMAGE, CONFIG.replace(",\"empty_layer\":true", ""));
    assertEquals(List.of("", ""), facts.layers().stream().map(l -> l.createdBy()).toList());
  }

  @Test
  void refusesAConfigurationThatIsNotTheOneAnnounced() {
    ImageManifest manifest = (ImageManifest) parse(withConfig(IMAGE, CONFIG), "");
    byte[] other = CONFIG.replace("arm64", "amd64").getBytes(UTF_8);
    String message =
        assertThrows(
                InputFailure.class, () -> ImageConfig.parse(manifest.config(), other, "config"))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith("cannot trust config: its digest is"), message);
  }

  @Test
  void refusesADifferentNumberOfLayersAndDiffIds() {
    InputFailure failure =
        assertThrows(
            InputFailure.class, () -> facts(IMAGE, CONFIG.replace(",\"" + A + "\"]", "]")));
    assertEquals(
        "cannot read r/x:1: the manifest lists 2 layers, the configuration 1",
        failure.getMessage());
  }

  @Test
  void saysThatAnArtifactIsNotAnImage() {
    String config = "{}";
    String helm =
        withConfig(IMAGE, config)
            .replace("docker.container.image.v1+json", "cncf.helm.config.v1+json");
    ImageManifest manifest = (ImageManifest) parse(helm, "");
    assertEquals(
        "cannot read config: it has no `rootfs`, so this is not an image but an artifact of type"
            + " application/vnd.cncf.helm.config.v1+json",
        assertThrows(
                InputFailure.class,
                () -> ImageConfig.parse(manifest.config(), config.getBytes(UTF_8), "config"))
            .getMessage());
    String signature =
        IMAGE.replace(
            "vnd.docker.image.rootfs.diff.tar.gzip", "vnd.dev.cosign.simplesigning.v1+json");
    assertThrows(InputFailure.class, () -> facts(signature, CONFIG));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schemaVersion\":1,\"fsLayers\":[]}||schema 1",
        "{}|application/vnd.docker.distribution.manifest.v1+prettyjws|schema 1",
        "{\"manifests\":[],\"layers\":[]}||both an index and an image",
        "{\"layers\":[]}|application/vnd.oci.image.index.v1+json|its content is not what",
        "{\"mediaType\":\"application/x\\u001b[31m\"}||not an image but application/x [31m",
        "[]||not a JSON object",
        "{\"manifests\":[{\"digest\":\"sha256:0\",\"size\":1}]}||manifests[0].digest: malformed",
        "{\"manifests\":[{\"digest\":\"md5:0\",\"size\":1}]}||unsupported digest algorithm",
      })
  void refusesWhatIsNoImage(String json, String type, String problem) {
    InputFailure failure =
        assertThrows(InputFailure.class, () -> parse(json, type == null ? "" : type));
    assertTrue(String.valueOf(failure.getMessage()).contains(problem), failure.getMessage());
  }

  @Test
  void refusesNegativeAndAbsurdSizes() {
    assertThrows(InputFailure.class, () -> parse(INDEX.replace("\"size\":10", "\"size\":-1"), ""));
    assertThrows(
        InputFailure.class,
        () -> parse(INDEX.replace("\"size\":10", "\"size\":9223372036854775807"), ""));
  }

  @Test
  void anyDamageEndsInAFailureThatNamesTheManifest() {
    Random random = new Random(7);
    byte[] good = withConfig(IMAGE, CONFIG).getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Manifest.parse(bad, MediaTypes.OCI_MANIFEST, "the manifest");
      } catch (InputFailure e) {
        assertTrue(String.valueOf(e.getMessage()).contains("the manifest"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 1_500, "refused " + refused);
  }

  private static String refusal(String json) {
    return String.valueOf(assertThrows(InputFailure.class, () -> parse(json, "")).getMessage());
  }

  private static String configRefusal(String config) {
    ImageManifest manifest = (ImageManifest) parse(withConfig(IMAGE, config), "");
    byte[] bytes = config.getBytes(UTF_8);
    return String.valueOf(
        assertThrows(
                InputFailure.class, () -> ImageConfig.parse(manifest.config(), bytes, "config"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Layers", "LAYERS", "layer\\u017f", "layer\u017f"})
  void refusesKeysThatARuntimeWouldTakeForTheOnesRead(String key) {
    String image = withConfig(IMAGE, CONFIG);
    String twice = image.replaceFirst("\\{", "{\"" + key.replace("\\", "\\\\") + "\":[],");
    String shown = "`" + key.replace("\\u017f", "\u017f") + "`";
    assertTrue(
        refusal(twice).contains("two keys that differ only in case, " + shown + " and `layers`")
            || refusal(twice).contains("two keys that differ only in case, `layers` and " + shown),
        refusal(twice));
    assertTrue(
        refusal(image.replace("\"layers\"", "\"" + key + "\""))
            .contains("the key " + shown + " differs only in case from `layers`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"layers\":[],",
        "\"annotations\":{\"a\":\"1\",\"a\":\"2\"},",
        "\"x\":1,\"x\":2,"
      })
  void refusesAKeyThatIsThereTwice(String more) {
    String message = refusal(withConfig(IMAGE, CONFIG).replaceFirst("\\{", "{" + more));
    assertTrue(message.endsWith("is there twice"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "digest,Digest",
    "size,SIZE",
    "platform,Platform",
    "os,Os",
    "architecture,arChitecture"
  })
  void refusesSuchKeysInDescriptors(String field, String key) {
    assertTrue(
        refusal(INDEX.replace("\"" + field + "\"", "\"" + key + "\"")).contains("only in case"));
  }

  @ParameterizedTest
  @CsvSource({
    "rootfs,RootFS",
    "diff_ids,Diff_IDs",
    "history,History",
    "created_by,Created_By",
    "config,Config",
    "Labels,labels",
    "os,OS"
  })
  void refusesSuchKeysInConfigurations(String field, String key) {
    String message = configRefusal(CONFIG.replace("\"" + field + "\"", "\"" + key + "\""));
    assertTrue(message.contains("only in case"), message);
    assertTrue(configRefusal(CONFIG.replaceFirst("\\{", "{\"os\":\"x\",")).endsWith("twice"));
  }

  @Test
  void letsFreeNamesDifferInCase() {
    String config = CONFIG.replace("{\"k\":\"v\"}", "{\"k\":\"v\",\"K\":\"w\"}");
    String image =
        IMAGE.replaceFirst("\\{", "{\"annotations\":{\"layers\":\"a\",\"Layers\":\"b\"},");
    assertEquals(2, facts(image, config).layers().size());
  }

  private static Manifest parse(String json, String mediaType) {
    return Manifest.parse(json.getBytes(UTF_8), mediaType, "manifest of r/x:1");
  }

  private static String withConfig(String image, String config) {
    return image
        .replace("CFG", Digest.sha256(config.getBytes(UTF_8)).toString())
        .replace("SIZE", "" + config.length());
  }

  private static ImageFacts facts(String image, String config) {
    ImageManifest manifest = (ImageManifest) parse(withConfig(image, config), "");
    ImageConfig parsed =
        ImageConfig.parse(manifest.config(), config.getBytes(UTF_8), "configuration of r/x:1");
    return new ImageNames("r/x:1", List.of(), List.of()).describe(manifest, parsed);
  }
}

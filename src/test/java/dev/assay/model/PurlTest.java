package dev.assay.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurlTest {
  private static final Optional<OperatingSystem> BULLSEYE =
      Optional.of(new OperatingSystem("debian", "11.6", "bullseye", Optional.empty()));
  private static final Optional<OperatingSystem> ALPINE =
      Optional.of(new OperatingSystem("alpine", "3.10.9", "", Optional.empty()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          APK   | musl                  | 1.2.4-r2           | pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=3.10.9
          NPM   | @Babel/core           | 7.0.0+x            | pkg:npm/%40babel/core@7.0.0%2Bx
          NPM   | JSONStream            | 1.0.0              | pkg:npm/jsonstream@1.0.0
          PYPI  | Zope._Interface       | 5.4.0              | pkg:pypi/zope-interface@5.4.0
          MAVEN | org.apache.x:batik    | 1.9.1              | pkg:maven/org.apache.x/batik@1.9.1
          GO    | github.com/Foo/Bar/v2 | v2.0.1             | pkg:golang/github.com/foo/bar/v2@v2.0.1
          CARGO | serde_json            | 1.0.1              | pkg:cargo/serde_json@1.0.1
          """)
  void writesAComponentAsPeopleKnowItFromTrivy(
      PackageType type, String name, String version, String expected) {
    Component component =
        Component.of(type, "any", name, version)
            .architecture(type.isSystem() ? "x86_64" : "")
            .build();
    assertEquals(expected, Purl.of(component, ALPINE).orElseThrow().toString());
  }

  @Test
  void keepsTheEpochOfADistributionPackageApart() {
    Component zlib =
        Component.of(PackageType.DEB, "dpkg", "zlib1g", "1:1.2.13.dfsg-1+b1~x")
            .architecture("amd64")
            .build();
    assertEquals(
        "pkg:deb/debian/zlib1g@1.2.13.dfsg-1%2Bb1~x?arch=amd64&distro=debian-11.6&epoch=1",
        Purl.of(zlib, BULLSEYE).orElseThrow().toString());
    assertEquals(
        "pkg:deb/zlib1g@1.2.13.dfsg-1%2Bb1~x?arch=amd64&epoch=1",
        Purl.of(zlib, Optional.empty()).orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pkg:npm/@angular/animation@12.3.1        | pkg:npm/%40angular/animation@12.3.1
          pkg:npm/@angular/animation               | pkg:npm/%40angular/animation
          PKG:NPM//%40angular//animation@12.3.1    | pkg:npm/%40angular/animation@12.3.1
          pkg:deb/Debian/Curl@7.50.3-1?arch=i386   | pkg:deb/debian/curl@7.50.3-1?arch=i386
          pkg:generic/o?b=2&a=1&c=#./x//y/../z     | pkg:generic/o?a=1&b=2#x/y/z
          pkg:generic/o@1.1?checksum=sha1:ad,md5:1 | pkg:generic/o@1.1?checksum=sha1:ad%2Cmd5:1
          pkg:maven/org.a/b@1?repository_url=r.x/y | pkg:maven/org.a/b@1?repository_url=r.x%2Fy
          pkg:docker/cassandra@sha256:244fd47e     | pkg:docker/cassandra@sha256:244fd47e
          pkg:golang/g.com/Masterminds/x@v1%2B%c3%A9 | pkg:golang/g.com/masterminds/x@v1%2B%C3%A9
          pkg:pypi/My.PyPI_.--._Package@1.11       | pkg:pypi/my-pypi-package@1.11
          pkg:nuget/EnterpriseLibrary.Common@6.0   | pkg:nuget/EnterpriseLibrary.Common@6.0
          """)
  void bringsTextIntoCanonicalForm(String text, String canonical) {
    assertEquals(canonical, Purl.parse(text).toString());
    assertEquals(Purl.parse(text), Purl.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "npm/x@1",
        "pkg:",
        "pkg:x",
        "pkg:npm/",
        "pkg:npm/@1.0",
        "pkg:3nginx/nginx",
        "pkg:a:b/c",
        "pkg%3Anpm/x",
        "pkg:npm/x?in%20production=true",
        "pkg:npm/x?=1",
        "pkg:npm/x?a",
        "pkg:npm/%4",
        "pkg:npm/%zz",
        "pkg:n&g?inx/nginx@0.8.9"
      })
  void refusesWhatIsNone(String text) {
    assertThrows(InputFailure.class, () -> Purl.parse(text));
  }

  @Test
  void readsBackWhatItWrites() {
    var random = new Random(7);
    PackageType[] types = PackageType.values();
    for (int round = 0; round < 5_000; round++) {
      var qualifiers = new TreeMap<String, String>();
      qualifiers.put("arch", text(random));
      qualifiers.put("vcs_url", text(random));
      Purl purl =
          new Purl(
              types[random.nextInt(types.length)].purlType(),
              text(random),
              "n" + text(random).replace("/", ""),
              text(random),
              qualifiers,
              text(random));
      assertEquals(purl, Purl.parse(purl.toString()), purl::toString);
    }
  }

  @Test
  void refusesNoiseWithAFailureOfItsOwn() {
    var random = new Random(8);
    for (int round = 0; round < 5_000; round++) {
      String noise = "pkg:" + text(random) + text(random);
      try {
        Purl purl = Purl.parse(noise);
        assertEquals(purl, Purl.parse(purl.toString()), noise);
      } catch (InputFailure e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("malformed package URL"));
      }
    }
  }

  private static String text(Random random) {
    String alphabet = "aB0.-_~:/@?#&=%+ é漢\u0000";
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

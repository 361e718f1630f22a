package dev.assay.report;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Digest;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Platform;
import dev.assay.model.Rating;
import dev.assay.model.Receipt;
import dev.assay.model.Relationship;
import dev.assay.model.Report;
import dev.assay.model.Rung;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Suppressed;
import dev.assay.model.Unscanned;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reports as real scans give them: real packages and vulnerabilities, described in our own words.
final class Samples {
  static final DataSource ALPINE =
      new DataSource("alpine", "Alpine Secdb", "https://secdb.alpinelinux.org/");
  static final DataSource DEBIAN =
      new DataSource(
          "debian", "Debian Security Tracker", "https://security-tracker.debian.org/tracker/");
  static final DataSource GHSA =
      new DataSource("ghsa", "GitHub Security Advisory", "https://github.com/advisories");
  static final DatabaseFacts DATABASE =
      new DatabaseFacts(Optional.of(digest('d')), Instant.parse("2026-11-20T06:12:44Z"));
  static final Layer BASE = new Layer(digest('1'), digest('2'), 2_700_000, "ADD file:0c1a in / ");
  static final Layer APP = new Layer(digest('3'), digest('4'), 90_500, "RUN npm ci");

  private Samples() {}

  static Digest digest(char c) {
    return new Digest("sha256", String.valueOf(c).repeat(64));
  }

  /// An image with findings in a distribution's packages and installed ones of two languages.
  static Report alpine() {
    Placed crypto = apk("libcrypto1.1", "1.1.1k-r0", "openssl");
    Placed ssl = apk("libssl1.1", "1.1.1k-r0", "openssl");
    Placed tools = apk("apk-tools", "2.10.6-r0", "");
    Placed musl = apk("musl", "1.1.22-r4", "");
    Placed lodash =
        installed("node-pkg", "lodash", "4.17.20", "srv/node_modules/lodash/package.json");
    Placed jinja =
        installed(
            "python-pkg",
            "Jinja2",
            "2.10",
            "usr/lib/python3.7/site-packages/Jinja2-2.10.dist-info/METADATA");
    List<Finding> findings =
        List.of(
            finding(tools, libfetch(), "2.10.7-r0", ALPINE),
            finding(crypto, sm2(), "1.1.1l-r0", ALPINE),
            finding(ssl, sm2(), "1.1.1l-r0", ALPINE),
            finding(lodash, template(), "4.17.21", GHSA));
    List<Gap> gaps =
        List.of(
            new Gap("lib/apk/db/installed", 41, "expected `K:value`, found `nonsense`"),
            new Gap("srv/node_modules/odd/package.json", 0, "not valid JSON at line 1, column 2"));
    return image(
        "127.0.0.1:5000/team/shop:1.4",
        Optional.of(
            new OperatingSystem(
                "alpine", "3.10.9", "", Optional.of(LocalDate.parse("2021-05-01")))),
        new Inventory(Optional.empty(), List.of(tools, crypto, ssl, musl, lodash, jinja), gaps),
        findings,
        List.of(
            new Suppressed(
                finding(jinja, sandbox(), "2.10.1", GHSA),
                "ignored",
                "templates are ours",
                ".trivyignore")),
        List.of("alpine 3.10.9 has had no security support since 2021-05-01"));
  }

  /// Epochs, releases, source packages with versions of their own, and a flaw nobody will fix.
  static Report debian() {
    Placed tar =
        new Placed(
            Component.of(PackageType.DEB, "dpkg", "tar", "1:1.34+dfsg-1")
                .architecture("amd64")
                .source("tar", "1:1.34+dfsg-1")
                .licenses(List.of("GPL-3.0-only"))
                .maintainer("Janos Lenart <ocsi@debian.org>")
                .path("var/lib/dpkg/status")
                .build(),
            Optional.of(BASE));
    Placed perl =
        new Placed(
            Component.of(PackageType.DEB, "dpkg", "perl-base", "5.32.1-4+deb11u2")
                .architecture("amd64")
                .source("perl", "")
                .path("var/lib/dpkg/status")
                .build(),
            Optional.of(BASE));
    Finding minor =
        new Finding(
            tar,
            Vulnerability.unknown("CVE-2005-2541"),
            List.of(
                new Advisory(
                    "CVE-2005-2541",
                    List.of(),
                    List.of(),
                    DEBIAN,
                    "tar",
                    List.of(AffectedRange.ALL),
                    List.of(),
                    Status.AFFECTED,
                    Severity.LOW,
                    "intended behaviour")),
            "deb",
            "",
            Status.AFFECTED,
            Severity.LOW,
            "debian");
    return image(
        "registry.example/debian@" + digest('a'),
        Optional.of(
            new OperatingSystem(
                "debian", "11.6", "bullseye", Optional.of(LocalDate.parse("2027-06-30")))),
        new Inventory(Optional.empty(), List.of(perl, tar), List.of()),
        List.of(minor),
        List.of(),
        List.of());
  }

  /// A source tree with lock files, lines and dependencies.
  static Report folder() {
    Component root = locked("shop", "1.0.0", Relationship.ROOT, List.of("express@4.17.1"), 1);
    Component express =
        locked("express", "4.17.1", Relationship.DIRECT, List.of("qs@6.7.0", "send@0.17.1"), 20);
    Component send = locked("send", "0.17.1", Relationship.INDIRECT, List.of("qs@6.7.0"), 44);
    Component qs = locked("qs", "6.7.0", Relationship.INDIRECT, List.of(), 31);
    Component pip =
        Component.of(PackageType.PYPI, "pip", "requests", "2.31.0")
            .path("tools/requirements.txt")
            .build();
    List<Placed> components =
        List.of(root, express, send, qs, pip).stream()
            .map(c -> new Placed(c, Optional.empty()))
            .toList();
    return new Report(
        "shop",
        "filesystem",
        Optional.empty(),
        new Inventory(Optional.empty(), components, List.of()),
        List.of(finding(new Placed(qs, Optional.empty()), prototype(), "6.7.3", GHSA)),
        List.of(),
        Optional.empty(),
        DATABASE,
        Set.of(),
        new Receipt(Optional.empty(), 0, 0, List.of(), List.of(), List.of()),
        List.of());
  }

  /// Nothing in it that we know.
  static Report scratch() {
    return image(
        "registry.example/hello:latest",
        Optional.empty(),
        new Inventory(Optional.empty(), List.of(), List.of()),
        List.of(),
        List.of(),
        List.of("no operating system and no packages were recognised"));
  }

  static Report image(
      String reference,
      Optional<OperatingSystem> system,
      Inventory inventory,
      List<Finding> findings,
      List<Suppressed> suppressed,
      List<String> notices) {
    ImageFacts facts =
        new ImageFacts(
            reference,
            reference.contains("@") ? List.of() : List.of(reference),
            List.of(Identity.repository(reference) + "@" + digest('a')),
            digest('a'),
            digest('b'),
            Platform.DEFAULT,
            """
            {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/bin"],"Cmd":null},
             "rootfs":{"type":"layers","diff_ids":[]},"history":[{"empty_layer":true}]}
            """,
            List.of(BASE, APP),
            2_792_310);
    return new Report(
        reference,
        "container_image",
        Optional.of(facts),
        new Inventory(system, inventory.components(), inventory.gaps()),
        findings,
        suppressed,
        Optional.of(
            new Evidence(
                Grade.FULL,
                List.of(
                    new Evidence.LayerEvidence(BASE.digest(), Grade.FULL, "blobDigest"),
                    new Evidence.LayerEvidence(APP.digest(), Grade.FULL, "blobDigest")))),
        DATABASE,
        Set.of(),
        receipt(),
        notices);
  }

  static Receipt receipt() {
    return new Receipt(
        Optional.of(Rung.STREAMED),
        2_792_310,
        2_792_310,
        List.of(
            new Receipt.Request("manifest", "http://127.0.0.1:5000/v2/x/manifests/1.4", 200, 700),
            new Receipt.Request(
                "layer", "http://127.0.0.1:5000/v2/x/blobs/sha256:1", 200, 2_700_000)),
        List.of(new Receipt.LayerCost(BASE.digest(), Rung.STREAMED, 2_700_000, 2_700_000)),
        List.of(new Receipt.Stage("resolve", 12), new Receipt.Stage("read", 240)));
  }

  static Finding finding(
      Placed placed, Vulnerability vulnerability, String fixed, DataSource source) {
    Advisory advisory =
        new Advisory(
            vulnerability.id(),
            vulnerability.aliases(),
            List.of(),
            source,
            placed.component().advisoryName(),
            List.of(AffectedRange.before(fixed)),
            List.of(),
            Status.FIXED,
            Severity.UNKNOWN,
            "");
    Rating rating = vulnerability.ratings().getFirst();
    return new Finding(
        placed,
        vulnerability,
        List.of(advisory),
        placed.component().type().purlType(),
        fixed,
        Status.FIXED,
        rating.severity(),
        rating.source());
  }

  private static Placed apk(String name, String version, String origin) {
    return new Placed(
        Component.of(PackageType.APK, "apk", name, version)
            .architecture("x86_64")
            .source(origin, "")
            .licenses(List.of("OpenSSL"))
            .path("lib/apk/db/installed")
            .detail("digest", "sha1:0123456789abcdef0123456789abcdef01234567")
            .build(),
        Optional.of(BASE));
  }

  private static Placed installed(String foundBy, String name, String version, String path) {
    PackageType type = foundBy.equals("node-pkg") ? PackageType.NPM : PackageType.PYPI;
    return new Placed(
        Component.of(type, foundBy, name, version).licenses(List.of("MIT")).path(path).build(),
        Optional.of(APP));
  }

  private static Component locked(
      String name, String version, Relationship relationship, List<String> needs, int line) {
    return Component.of(PackageType.NPM, "npm", name, version)
        .path("web/package-lock.json")
        .relationship(relationship)
        .dependsOn(needs)
        .detail("startLine", Integer.toString(line))
        .detail("endLine", Integer.toString(line + 8))
        .build();
  }

  static Vulnerability sm2() {
    return known(
        "CVE-2021-3711",
        List.of(),
        "openssl: SM2 decryption may write past the end of its buffer",
        "The size asked for before decrypting SM2 data can be too small, so that the second call"
            + " writes up to 62 bytes too far.",
        List.of(
            new Rating(
                "nvd",
                Severity.CRITICAL,
                List.of(
                    new Cvss("2.0", "AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5),
                    new Cvss("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8))),
            new Rating("ubuntu", Severity.HIGH, List.of())));
  }

  static Vulnerability libfetch() {
    return known(
        "CVE-2021-36159",
        List.of(),
        "libfetch: an answer of an FTP server in passive mode is read past its end when numbers in"
            + " it are missing",
        "Numbers in a server's answer are taken without a look at where the line ends.",
        List.of(
            new Rating(
                "nvd",
                Severity.CRITICAL,
                List.of(new Cvss("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H", 9.1)))));
  }

  static Vulnerability template() {
    return known(
        "CVE-2021-23337",
        List.of("GHSA-35jh-r3h4-6jhm"),
        "lodash: commands can be injected through `template`",
        "",
        List.of(
            new Rating(
                "ghsa",
                Severity.HIGH,
                List.of(
                    new Cvss("3.1", "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", 7.2),
                    new Cvss(
                        "4.0",
                        "CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
                        8.6)))));
  }

  static Vulnerability prototype() {
    return new Vulnerability(
        "CVE-2022-24999",
        List.of("GHSA-hrpp-h998-j3pp"),
        "qs: a query string can replace the prototype of an object",
        "",
        List.of("https://github.com/ljharb/qs/pull/428"),
        List.of("CWE-1321"),
        List.of(new Rating("ghsa", Severity.HIGH, List.of())),
        Optional.of(Instant.parse("2022-11-26T22:15:00Z")),
        Optional.empty(),
        "2024-01-31",
        Optional.of(0.0213));
  }

  private static Vulnerability sandbox() {
    return known(
        "CVE-2019-10906",
        List.of("GHSA-462w-v97r-4m45", "PYSEC-2019-217"),
        "jinja2: the sandbox can be left through str.format_map",
        "",
        List.of(new Rating("ghsa", Severity.HIGH, List.of())));
  }

  private static Vulnerability known(
      String id, List<String> aliases, String title, String description, List<Rating> ratings) {
    return new Vulnerability(
        id,
        aliases,
        title,
        description,
        List.of("https://www.cve.org/CVERecord?id=" + id),
        List.of("CWE-120"),
        ratings,
        Optional.of(Instant.parse("2021-08-24T15:15:00Z")),
        Optional.of(Instant.parse("2024-06-21T19:15:19Z")),
        "",
        Optional.empty());
  }

  /// An image that no registry has.
  static Unscanned unscanned() {
    return new Unscanned(
        "registry.example/team/gone:1",
        "container_image",
        "cannot find registry.example/team/gone:1: the registry has no such manifest (404)",
        "check the name and the tag",
        3);
  }
}

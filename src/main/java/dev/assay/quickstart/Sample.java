package dev.assay.quickstart;

import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Platform;
import java.io.IOException;

/// The sample image: two made-up packages, each below the version that mends its made-up weakness.
///
/// @param systemVersion of the system package `sample-tls`, mended in `1.4.2-r0`
/// @param npmVersion of the npm package `sample-parser`, mended in `2.3.1`
record Sample(String systemVersion, String npmVersion) {
  /// What `quickstart` shows.
  static final Sample VULNERABLE = new Sample("1.4.1-r3", "2.3.0");

  /// A base layer with the distribution, and the application on top.
  ImageBuilder.Image image() throws IOException {
    LayerBuilder.Layer base =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nNAME=\"Alpine Linux\"\nVERSION_ID=3.22.0\n")
            .file("etc/alpine-release", "3.22.0\n")
            .file("lib/apk/db/installed", database())
            .build();
    LayerBuilder.Layer application =
        new LayerBuilder()
            .file("srv/app/index.js", "// a sample\n")
            .file(
                "srv/app/node_modules/sample-parser/package.json",
                "{\"name\":\"sample-parser\",\"version\":\""
                    + npmVersion
                    + "\",\"license\":\"MIT\"}\n")
            .build();
    return new ImageBuilder(Platform.DEFAULT)
        .layer(base, "ADD sample-base.tar.gz / # a sample, not a real distribution")
        .layer(application, "COPY app /srv/app # a sample")
        .label("org.opencontainers.image.title", "Assay's sample")
        .build();
  }

  private String database() {
    return String.join(
        "\n",
        "P:sample-tls",
        "V:" + systemVersion,
        "A:x86_64",
        "o:sample-tls",
        "L:MIT",
        "T:A sample package",
        "",
        "P:sample-shell",
        "V:1.0.0-r0",
        "A:x86_64",
        "o:sample-shell",
        "L:MIT",
        "T:A sample package without a weakness",
        "",
        "");
  }
}

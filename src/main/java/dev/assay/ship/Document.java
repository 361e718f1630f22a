package dev.assay.ship;

import dev.assay.model.Digest;
import dev.assay.net.Request;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ArtifactDraft;
import dev.assay.registry.artifact.ArtifactFile;
import dev.assay.sign.crypto.Octets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is said about an image in a file of its own.
///
/// @param image what it is about
/// @param word what people call it: `cyclonedx-json`
/// @param mediaType of the file, and what kind of artifact it is
/// @param title the file's name
/// @param statement how cosign calls a statement of this, such as `cyclonedx`
/// @param created the date it bears
/// @param content the same bytes for the same image
record Document(
    Descriptor image,
    String word,
    String mediaType,
    String title,
    String statement,
    String created,
    Octets content) {
  ArtifactDraft draft() {
    SortedMap<String, String> ofFile = new TreeMap<>();
    ofFile.put(ArtifactFile.TITLE, title);
    Descriptor file =
        new Descriptor(
            mediaType,
            Digest.sha256(content.bytes()),
            content.size(),
            ofFile,
            Optional.empty(),
            List.of(),
            "");
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put("org.opencontainers.image.created", created);
    return new ArtifactDraft(
        mediaType,
        image,
        List.of(
            new ArtifactDraft.Part(
                file, Request.Body.of("application/octet-stream", content.bytes()))),
        annotations);
  }
}

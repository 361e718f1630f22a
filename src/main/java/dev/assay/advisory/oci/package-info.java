/// The advisory database in an OCI registry: the artifact, and how it is pushed and pulled.
///
/// A database is one OCI 1.1 manifest, whatever its tag:
///
/// | part | media type | what |
/// |---|---|---|
/// | `artifactType` | `application/vnd.dev.assay.database.v1` | says what it is |
/// | `config` | `application/vnd.dev.assay.database.list.v1+json` | the list: `manifest.json` as it lies in the database's folder |
/// | each of `layers` | `application/vnd.dev.assay.database.partition.v1` | a partition file as it lies in `partitions/`, its name in the annotation `org.opencontainers.image.title` |
///
/// The list names each partition with its ecosystem, file name, size, SHA-256 and sources, and each
/// source with its address, digest and date. Layers stand in the order of the list. The manifest's
/// annotation `org.opencontainers.image.created` is the database's date, so the same database is
/// the same manifest, bit for bit, wherever it is pushed from; partitions that did not change are
/// the same blobs.
///
/// Whoever needs some ecosystems reads the manifest, the list, and of the layers the advisories and
/// details of those ecosystems and all enrichment: severities depend on it.
///
/// Nothing that a registry sends is believed: layers and list must agree in number, digest and
/// size, a file name must be the one that follows from partition and digest, and `Adoption` proves
/// each file before the database names it.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md>
@NullMarked
package dev.assay.advisory.oci;

import org.jspecify.annotations.NullMarked;

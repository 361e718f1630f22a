/// OCI layouts: folders of this machine that keep what a registry keeps. `index.json` names
/// manifests, `blobs/ALGORITHM/HEX` holds them and all that they name; what refers to a manifest is
/// found through the `subject` of those that `index.json` lists. A file appears whole or not at
/// all, and `index.json` changes under a lock on `oci-layout`, so that several writers of ours lose
/// nothing of each other's. What others have written there stays as they wrote it.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md>
@NullMarked
package dev.assay.registry.layout;

import org.jspecify.annotations.NullMarked;

/// Images that are not in a registry: an OCI layout as folder or archive, what `docker save`
/// writes, a Docker daemon.
///
/// A folder and a plain archive in a file are read where the image needs them (`ImageFiles`). What
/// comes only once, a compressed archive or standard input, is read in one pass and nothing of it
/// is kept on disk: small JSON documents stay in memory, everything else is analysed as a layer
/// while it passes; the documents then say which of it the image is made of.
@NullMarked
package dev.assay.image.source;

import org.jspecify.annotations.NullMarked;

/// Folders of this machine, read as source trees or as root file systems. No link leads out of the
/// folder.
@NullMarked
package dev.assay.image.folder;

import org.jspecify.annotations.NullMarked;

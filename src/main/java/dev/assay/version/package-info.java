/// One file per version scheme: how a package manager orders versions.
@NullMarked
package dev.assay.version;

import org.jspecify.annotations.NullMarked;

/// What Go's tools write: the build information inside programs, `go.mod`, `go.sum`.
@NullMarked
package dev.assay.format.golang;

import org.jspecify.annotations.NullMarked;

/// What the files of an image say about the software in it. An analyzer never opens a file: it is
/// handed the bytes.
@NullMarked
package dev.assay.analyze;

import org.jspecify.annotations.NullMarked;

/// The lock files of languages other than JavaScript's and Python's older ones: one file each, read
/// as a whole into a `LockGraph`.
@NullMarked
package dev.assay.analyze.language.lock;

import org.jspecify.annotations.NullMarked;

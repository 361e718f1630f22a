/// Tests of the verifier.
@NullMarked
package dev.assay.sign.check;

import org.jspecify.annotations.NullMarked;

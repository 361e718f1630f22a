/// What is written beside an artifact: Sigstore's bundle, the DSSE envelope, the in-toto statement.
@NullMarked
package dev.assay.sign.bundle;

import org.jspecify.annotations.NullMarked;

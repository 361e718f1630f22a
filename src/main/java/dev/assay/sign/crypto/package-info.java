/// Keys, digests and DER, on the JDK's own algorithms.
@NullMarked
package dev.assay.sign.crypto;

import org.jspecify.annotations.NullMarked;

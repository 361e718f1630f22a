/// Certificates for code signing: whose they are, who issued them, and which log saw them.
@NullMarked
package dev.assay.sign.cert;

import org.jspecify.annotations.NullMarked;

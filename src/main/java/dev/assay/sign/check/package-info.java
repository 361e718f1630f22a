/// The verifier: a bundle, an artifact, a policy → who signed it and when, or why it does not hold.
@NullMarked
package dev.assay.sign.check;

import org.jspecify.annotations.NullMarked;

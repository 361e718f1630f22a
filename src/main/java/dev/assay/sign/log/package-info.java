/// Transparency logs: entries, their bodies, Merkle proofs, checkpoints and promises.
@NullMarked
package dev.assay.sign.log;

import org.jspecify.annotations.NullMarked;

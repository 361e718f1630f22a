/// Sigstore in memory: a certificate authority with its log, transparency logs of both versions and
/// a timestamp authority, all of which forge what a test wants. That the verifier reads the real
/// thing is held by samples and by Sigstore's own suite.
@NullMarked
package dev.assay.sign.fake;

import org.jspecify.annotations.NullMarked;

/// The services that keyless signing asks: identity tokens, Fulcio, Rekor, timestamp authorities.
@NullMarked
package dev.assay.sign.online;

import org.jspecify.annotations.NullMarked;

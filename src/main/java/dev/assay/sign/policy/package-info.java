/// Rules over what is attested, in the Common Expression Language.
@NullMarked
package dev.assay.sign.policy;

import org.jspecify.annotations.NullMarked;

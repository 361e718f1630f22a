package dev.assay.ship;

import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Expected;
import dev.assay.sign.write.BundleMaker;
import java.util.Optional;
import java.util.function.Supplier;

/// Who signs what is shipped, and by whose eyes it is looked at afterwards.
///
/// @param name for lines: a key or an identity
/// @param maker signs; none where nothing is to be signed after all, as in a rehearsal without a
///   key: a certificate would be made public
/// @param who must have signed for a signature to be this one's; known wherever there is a maker
/// @param check the verifier that everybody uses, as of the time it is asked for
public record Signatory(
    String name,
    Optional<BundleMaker> maker,
    Optional<Expected> who,
    Supplier<BundleCheck> check) {}

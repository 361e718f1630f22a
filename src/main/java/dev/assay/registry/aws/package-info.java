/// Amazon's registries: what their host names say, and the tokens that open them. The AWS SDK is
/// loaded for their hosts only.
@NullMarked
package dev.assay.registry.aws;

import org.jspecify.annotations.NullMarked;

/// What distributions of packages publish about their own: notices of updates and the states of
/// vulnerabilities, in forms of their own.
@NullMarked
package dev.assay.advisory.feed.system;

import org.jspecify.annotations.NullMarked;

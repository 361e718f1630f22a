/// Databases of advisories about the packages of programming languages, each in the form that its
/// keepers chose.
@NullMarked
package dev.assay.advisory.feed.language;

import org.jspecify.annotations.NullMarked;

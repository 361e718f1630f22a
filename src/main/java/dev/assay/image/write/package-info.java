/// Images made by us: the quickstart's sample, the tests' fixtures, Assay's own image. The same
/// input gives the same bytes: entries sorted, one fixed time, one owner.
@NullMarked
package dev.assay.image.write;

import org.jspecify.annotations.NullMarked;

/// JSON as a bounded tree, on Jackson's streaming parser.
@NullMarked
package dev.assay.format.json;

import org.jspecify.annotations.NullMarked;

/// XML, read as a stream of elements; documents are never kept, nothing they point to is fetched.
@NullMarked
package dev.assay.format.xml;

import org.jspecify.annotations.NullMarked;

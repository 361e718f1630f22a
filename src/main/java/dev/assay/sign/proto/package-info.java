/// JSON as Protocol Buffers write it, read strictly: a field nobody knows could change the meaning.
@NullMarked
package dev.assay.sign.proto;

import org.jspecify.annotations.NullMarked;

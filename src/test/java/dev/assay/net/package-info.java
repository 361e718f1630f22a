@NullMarked
package dev.assay.net;

import org.jspecify.annotations.NullMarked;

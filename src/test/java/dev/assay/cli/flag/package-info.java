/// Values from wherever they are said.
@NullMarked
package dev.assay.cli.flag;

import org.jspecify.annotations.NullMarked;

/// Programs that no package manager installed: what their linkers and compilers left in them says
/// what they are made of.
@NullMarked
package dev.assay.analyze.binary;

import org.jspecify.annotations.NullMarked;

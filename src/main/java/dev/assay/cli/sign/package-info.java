/// The commands that sign and verify: from flags to the rooms that do it, and from their answers to
/// words. They know nothing of the commands around them; `SignCall` is all they are given.
@NullMarked
package dev.assay.cli.sign;

import org.jspecify.annotations.NullMarked;

/// rpm's databases.
@NullMarked
package dev.assay.format.rpmdb;

import org.jspecify.annotations.NullMarked;

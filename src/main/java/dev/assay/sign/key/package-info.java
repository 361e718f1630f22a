/// Keys that sign: in files, encrypted with a password, in variables, in AWS's key service.
@NullMarked
package dev.assay.sign.key;

import org.jspecify.annotations.NullMarked;

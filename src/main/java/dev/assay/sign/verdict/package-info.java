/// Why a signature does not hold: a result, never an accident.
@NullMarked
package dev.assay.sign.verdict;

import org.jspecify.annotations.NullMarked;

/// The records every room speaks in. Text that is unknown is the empty string; a missing value of
/// another kind is an `Optional`; nothing is ever `null`.
@NullMarked
package dev.assay.model;

import org.jspecify.annotations.NullMarked;

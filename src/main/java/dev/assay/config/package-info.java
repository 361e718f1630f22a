/// `assay.yaml`: the configuration file in the current folder, or the one that `--config` names.
///
/// A mapping, nested as in `trivy.yaml`; `cache: {dir: /var/cache/assay}` is the key `cache.dir`.
/// Which keys there are is said by the caller; an unknown one is an error, as is one that is said
/// twice. Values are text, numbers, booleans, or lists of them. A file is at most 1 MiB; anchors
/// and aliases are not followed into more than 50 nestings.
@NullMarked
package dev.assay.config;

import org.jspecify.annotations.NullMarked;

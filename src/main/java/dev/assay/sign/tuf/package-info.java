/// The Update Framework: how whom to trust is brought up to date through servers that nobody needs
/// to trust. Files are signed by roles (root, timestamp, snapshot, targets), each by so many of its
/// keys; root says which. They stand on a mirror as `N.root.json`, `timestamp.json`,
/// `N.snapshot.json`, `N.targets.json` and `targets/SHA256.NAME`.
///
/// What is kept of them, below the cache folder, in `trust/`:
///
/// ```
/// root.json timestamp.json snapshot.json targets.json   the last that held
/// mirror                                                where they came from (one line)
/// trusted_root.json signing_config.v0.2.json            what they vouch for
/// ```
///
/// Source: <https://theupdateframework.github.io/specification/latest/>
@NullMarked
package dev.assay.sign.tuf;

import org.jspecify.annotations.NullMarked;

/// The one HTTP client: proxies, TLS, retries, redirects, time and size limits, and a log of what
/// moved. Bodies are streamed.
@NullMarked
package dev.assay.net;

import org.jspecify.annotations.NullMarked;

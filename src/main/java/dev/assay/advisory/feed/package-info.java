/// What upstreams publish about vulnerabilities, one file for each format. A feed turns records
/// into advisories and details; what it cannot read is counted and shown, and the rest counts.
@NullMarked
package dev.assay.advisory.feed;

import org.jspecify.annotations.NullMarked;

/// Assay as a server. For now a small registry in memory on the loopback interface, which
/// `quickstart` and the tests use.
@NullMarked
package dev.assay.server;

import org.jspecify.annotations.NullMarked;

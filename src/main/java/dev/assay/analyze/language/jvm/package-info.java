/// What runs on a Java virtual machine: the archives it is delivered in, and Maven's project files.
@NullMarked
package dev.assay.analyze.language.jvm;

import org.jspecify.annotations.NullMarked;

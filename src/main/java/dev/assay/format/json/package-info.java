/// JSON as a bounded tree, read by Jackson's streaming parser. It is written by code of our own,
/// since every scan ends with it: Jackson's generator takes twice as long in a program that has
/// just started.
@NullMarked
package dev.assay.format.json;

import org.jspecify.annotations.NullMarked;

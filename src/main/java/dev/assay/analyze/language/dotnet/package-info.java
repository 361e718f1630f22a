/// Packages of .NET: what a program was published with, and what projects ask for.
@NullMarked
package dev.assay.analyze.language.dotnet;

import org.jspecify.annotations.NullMarked;

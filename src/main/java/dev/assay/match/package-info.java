/// Which advisories hold for which component, and what of the many things said about one
/// vulnerability counts.
///
/// **Where.** `Ecosystems` tells where a component's advisories are: a system package's with its
/// distribution's release, looked up by the name and version of its source package; any other with
/// its language, of a program of Kubernetes' also with Kubernetes' own (`Kubernetes`). A system
/// package of a foreign distribution has none. Where rpm is used, most distributions name each
/// package itself; `RpmRules` tells which, keeps streams of modules apart, and leaves out what is
/// built from a kernel's source but never runs. `Schemes` tells the version rules.
///
/// **One finding** for each component and vulnerability. Advisories of a package that share an id
/// or an alias are about one vulnerability (`AliasSets`), and where a distribution names a GitHub
/// advisory without its aliases, what the language's sources tell counts; its id is the first CVE,
/// else the GHSA, else the record's own. Notices (`vendorIds`) never join two vulnerabilities.
///
/// **Who is right** (`Claims`). Distributions: sources stand in the order of `Standing`, the
/// distribution's own before conversions by others. The best source that speaks of the package
/// decides alone, because only the distribution knows what it backported: where it says not
/// affected, or fixed at or before the installed version, a weaker source cannot say otherwise. Of
/// records of equal standing one that says affected suffices, unless another says outright that the
/// package is not affected. Languages: nobody backports, so any source that says affected suffices;
/// the order GitHub's reviewed advisories, the ecosystem's own database, others decides whose fix
/// and severity are shown. `Finding.advisories` keeps all of them, those that hold first.
///
/// **Fixed version.** Of the deciding source, the fixes above the installed version: one for a
/// distribution (the highest that its records ask for), one for each branch of a language package,
/// joined by `, `.
///
/// **Severity** as Trivy chooses (`SeverityChoice`): the deciding source's word for this package,
/// its rating, GitHub's for languages, NVD's, then anyone's.
@NullMarked
package dev.assay.match;

import org.jspecify.annotations.NullMarked;

/// What a scan's findings lead to: which of them count, and the exit code.
///
/// Findings pass three sieves in this order: severity, status (`Filter`), the user's ignore rules
/// (`IgnoreRules`). The first two drop a finding; a rule suppresses it, which reports show on
/// request. What is left, the gaps and the evidence make the `Outcome` under the `Gate` that the
/// user asked for:
///
/// | gate | findings | gaps, weak evidence | exit code |
/// |---|---|---|---|
/// | none | any | any | 0 |
/// | `--exit-code N` | some | any | N |
/// | `--exit-code N` | none | some | 3 |
/// | `--require-evidence full` alone | any | some | 3 |
/// | `--exit-on-eol N`, system past its end of life | any | any | N |
@NullMarked
package dev.assay.policy;

import org.jspecify.annotations.NullMarked;

package dev.assay.cli;

/// What a word on the command line leads to.
sealed interface Target permits Verb, Verbs.Family {}

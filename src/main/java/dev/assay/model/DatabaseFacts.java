package dev.assay.model;

import java.time.Instant;
import java.util.Optional;

/// Which advisory database an answer rests on.
///
/// @param digest over the digests of its partitions
/// @param builtAt when its sources were read: the newest modification named in them
public record DatabaseFacts(Optional<Digest> digest, Instant builtAt) {}

package dev.assay.image.source;

import dev.assay.image.LayerAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import java.util.Optional;

/// Which image of an input is wanted, and how what comes only once is read.
///
/// @param platform chosen from an index, and compared where there is only one
/// @param name of one image among several: a tag, or a whole reference; empty takes the first
/// @param layers reads layers as they pass
/// @param limits bound the unpacked size of a compressed archive
/// @param progress told which image was chosen where there are several
public record InputRequest(
    PlatformChoice platform,
    Optional<String> name,
    LayerAnalysis layers,
    Limits limits,
    Progress progress) {}

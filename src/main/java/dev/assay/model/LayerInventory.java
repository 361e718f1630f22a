package dev.assay.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What one layer's bytes say, whatever image the layer is part of: the unit that is cached, shared
/// and merged. It depends on the bytes and the analyzers' rules alone, but for the diffID, which is
/// computed where it is wanted.
///
/// @param digest of the compressed bytes, computed while reading
/// @param diffId of the tar archive inside, where it was computed while reading
/// @param sizeBytes compressed
/// @param unpackedBytes of the tar archive
/// @param files by path: what was learnt from each wanted file
/// @param whiteouts paths that this layer removes from the layers below
/// @param opaqueFolders folders whose content in the layers below this layer hides; empty text is
///   the root
/// @param symlinks by path: target as written
/// @param others the paths of everything else in the layer that is not a folder
/// @param folders the paths of its folders, also of those that only what lies in them shows
/// @param gaps what of the layer as a whole could not be read
public record LayerInventory(
    Digest digest,
    Optional<Digest> diffId,
    long sizeBytes,
    long unpackedBytes,
    SortedMap<String, FileFacts> files,
    List<String> whiteouts,
    List<String> opaqueFolders,
    SortedMap<String, String> symlinks,
    PathSet others,
    PathSet folders,
    List<Gap> gaps) {}

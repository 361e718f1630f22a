package dev.assay.image;

import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;

/// Keeps what is read within the bounds on paths; what is over them is a gap.
record PathLimit(Limits limits, LayerNotes notes) {
  boolean isPassedBy(String path) {
    boolean isDeep = EntryPath.depth(path) > limits.of(Limit.PATH_DEPTH);
    if (!isDeep && path.length() <= limits.of(Limit.PATH_LENGTH)) {
      return false;
    }
    Limit limit = isDeep ? Limit.PATH_DEPTH : Limit.PATH_LENGTH;
    notes.other();
    notes.gap(
        path,
        0,
        "not read: its path is over the limit of "
            + limits.of(limit)
            + (isDeep ? " folders" : " characters")
            + " (limit "
            + limit.word()
            + ", set by `--limit`)");
    return true;
  }
}

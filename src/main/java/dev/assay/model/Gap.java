package dev.assay.model;

/// Something in an image that could not be read. A gap never stops a scan; every report shows it.
///
/// @param path where, relative to the image root; a layer's digest where it concerns the layer
/// @param position line (from 1) or byte offset in it, 0 where unknown
/// @param problem what is wrong, in a clause
public record Gap(String path, long position, String problem) implements Comparable<Gap> {
  @Override
  public int compareTo(Gap other) {
    int byPath = path.compareTo(other.path);
    if (byPath != 0) {
      return byPath;
    }
    int byPosition = Long.compare(position, other.position);
    return byPosition != 0 ? byPosition : problem.compareTo(other.problem);
  }

  @Override
  public String toString() {
    return path + (position > 0 ? ":" + position : "") + ": " + problem;
  }
}

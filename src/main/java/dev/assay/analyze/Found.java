package dev.assay.analyze;

import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;

/// Where an analyzer puts what it found in one file.
public interface Found {
  /// A component the file lists. Its `path` is filled in where the analyzer left it empty.
  void component(Component component);

  /// The distribution the file names.
  void operatingSystem(OperatingSystem system);

  /// A file that belongs to a system package; kept only where another analyzer wants that path.
  ///
  /// @param path relative to the image root, without a leading `/`
  void owns(String path);

  /// A repository that packages of the same layer came from.
  ///
  /// @param id as their distribution calls it: `rhel-9-for-x86_64-baseos-rpms`; or the CPE of what
  ///   it is part of
  void repository(String id);

  /// A part of the file that could not be read.
  ///
  /// @param position line from 1 or byte offset, 0 where unknown
  /// @param problem in a clause, quoting at most a few words of the file
  void gap(long position, String problem);
}

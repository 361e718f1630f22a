package dev.assay.analyze.binary;

import dev.assay.analyze.Found;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.program.ElfNotes.Note;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import java.nio.charset.StandardCharsets;

/// The package that a program was built for, as its distribution noted in it: owner `FDO`, type
/// 0xcafe1a7e, JSON with `type`, `name`, `version`, `architecture`, `os`, `osVersion`, padded with
/// zeros. It says something where the program left its package: copied into another image.
///
/// Source: <https://uapi-group.org/specifications/specs/package_metadata_for_executable_files/>
final class PackageNote {
  private static final String OWNER = "FDO";
  private static final long TYPE = 0xcafe1a7eL;

  private PackageNote() {}

  static boolean isOne(Note note) {
    return note.owner().equals(OWNER) && note.type() == TYPE;
  }

  static void add(Note note, Found found) {
    String content = note.content();
    int end = content.length();
    while (end > 0 && content.charAt(end - 1) == 0) {
      end--;
    }
    try {
      byte[] json = content.substring(0, end).getBytes(StandardCharsets.UTF_8);
      add(Json.parseBounded(json, "package note"), found);
    } catch (InputFailure e) {
      ProgramGap.NOTE_DAMAGED.in(found, 0);
    }
  }

  private static void add(Json note, Found found) {
    String name = note.text("name");
    String version = note.text("version");
    if (name.isEmpty() || version.isEmpty()) {
      ProgramGap.NOTE_INCOMPLETE.in(found, 0);
      return;
    }
    PackageType type =
        switch (note.text("type")) {
          case "deb" -> PackageType.DEB;
          case "rpm" -> PackageType.RPM;
          case "apk" -> PackageType.APK;
          default -> PackageType.GENERIC;
        };
    found.component(
        Component.of(type, Component.BY_NOTE, name, version)
            .architecture(note.text("architecture"))
            .detail("cpe", note.text("osCpe"))
            .detail("os", note.text("os"))
            .detail("osVersion", note.text("osVersion"))
            .build());
  }
}

package dev.assay.analyze.binary;

import java.util.Set;

/// Where no program lies. Their first bytes would tell as well, but what package managers own is
/// remembered for the paths where one might lie, and the many thousand others would fill memory.
final class ProgramPaths {
  private static final String[] FOLDERS = {
    "usr/share/doc/", "usr/share/man/", "usr/share/locale/", "usr/share/info/",
    "usr/share/zoneinfo/", "usr/share/i18n/", "usr/share/licenses/", "usr/share/icons/",
    "usr/share/perl", "usr/share/fonts/", "usr/share/mime/", "usr/include/",
    "var/lib/dpkg/"
  };

  /// What follows the last point of names that are no program's.
  private static final Set<String> ENDINGS =
      Set.of(
          "a",
          "al",
          "afm",
          "asc",
          "bat",
          "c",
          "cc",
          "cfg",
          "class",
          "cmake",
          "conf",
          "cpp",
          "crt",
          "css",
          "csv",
          "d",
          "deb",
          "el",
          "enc",
          "egg",
          "eot",
          "exp",
          "ftl",
          "gif",
          "go",
          "gz",
          "h",
          "hpp",
          "htm",
          "html",
          "idl",
          "in",
          "inc",
          "ini",
          "ipp",
          "jar",
          "java",
          "jpg",
          "js",
          "json",
          "ko",
          "la",
          "list",
          "lua",
          "m4",
          "map",
          "md",
          "mjs",
          "mo",
          "npy",
          "o",
          "odt",
          "pak",
          "pc",
          "pdf",
          "pem",
          "php",
          "pl",
          "pm",
          "png",
          "po",
          "pod",
          "properties",
          "ps",
          "pth",
          "py",
          "pyc",
          "pyi",
          "pyo",
          "pyx",
          "qm",
          "rb",
          "rbi",
          "rbs",
          "rpm",
          "rs",
          "rst",
          "s",
          "scss",
          "service",
          "sh",
          "sql",
          "svg",
          "tar",
          "tcl",
          "tex",
          "tif",
          "tmpl",
          "toml",
          "ts",
          "ttf",
          "txt",
          "vim",
          "war",
          "wasm",
          "whl",
          "woff",
          "woff2",
          "xml",
          "xpm",
          "xz",
          "yaml",
          "yml",
          "zip",
          "zst");

  private ProgramPaths() {}

  static boolean mayBeProgram(String path) {
    int point = path.lastIndexOf('.');
    int name = path.lastIndexOf('/') + 1;
    boolean isOther =
        point > name && path.length() - point <= 11 && ENDINGS.contains(path.substring(point + 1));
    return !isOther && !isInFolderOfOthers(path);
  }

  private static boolean isInFolderOfOthers(String path) {
    char first = path.isEmpty() ? 0 : path.charAt(0);
    if (first != 'u' && first != 'v') {
      return false;
    }
    for (String folder : FOLDERS) {
      if (path.startsWith(folder)) {
        return true;
      }
    }
    return false;
  }
}

package dev.assay.cli;

import dev.assay.cli.flag.GlobalFlags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `assay cache info`.
final class CacheInfoCommand {
  static final String SUMMARY = "Say where the cache is and how large";

  private CacheInfoCommand() {}

  static Verb verb() {
    return new Verb(
        "cache info", SUMMARY, "", List.of(), List.of(), List.of(), CacheInfoCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    call.noOperands();
    Path folder = GlobalFlags.cacheFolder(call.settings());
    call.print(
        "folder    "
            + Console.printable(folder.toString())
            + "\n"
            + line("analyses", folder.resolve(CacheFolder.ANALYSIS))
            + line("database", folder.resolve(CacheFolder.DATABASE)));
    return 0;
  }

  private static String line(String name, Path folder) throws IOException {
    CacheFolder.Size size = CacheFolder.size(folder);
    return name
        + "  "
        + size.files()
        + (size.files() == 1 ? " file, " : " files, ")
        + TerminalProgress.size(size.bytes())
        + "\n";
  }
}

import dev.assay.builtin.BuiltIns;
import dev.assay.version.VersionScheme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Answers each line `A<TAB>B` with -1, 0 or 1, as the scheme named by the argument compares them; `?`
/// for what is no version of it.
final class Compare {
  private Compare() {}

  public static void main(String[] arguments) throws IOException {
    VersionScheme scheme =
        BuiltIns.versionSchemes().stream()
            .filter(one -> one.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] pair = line.split("\t", -1);
      boolean known = scheme.isValid(pair[0]) && scheme.isValid(pair[1]);
      out.append(known ? Integer.signum(scheme.compare(pair[0], pair[1])) : "?").append('\n');
    }
    new PrintStream(System.out, false, StandardCharsets.UTF_8).append(out).flush();
  }
}

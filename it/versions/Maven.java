import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.ComparableVersion;

/// Answers each line `A<TAB>B` with -1, 0 or 1, as Maven's own class compares them; `?` where one
/// cannot be a folder's name in a repository. Needs maven-artifact on the class path.
final class Maven {
  private static final String FORBIDDEN = "[^!-~]|[\\\\/:\"<>|?*\\[\\](){},$]";

  private Maven() {}

  public static void main(String[] arguments) throws IOException {
    var forbidden = java.util.regex.Pattern.compile(FORBIDDEN);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] pair = line.split("\t", -1);
      boolean known =
          !pair[0].isEmpty()
              && !pair[1].isEmpty()
              && !forbidden.matcher(pair[0]).find()
              && !forbidden.matcher(pair[1]).find();
      out.append(known ? answer(pair[0], pair[1]) : "?").append('\n');
    }
    new PrintStream(System.out, false, StandardCharsets.UTF_8).append(out).flush();
  }

  private static String answer(String a, String b) {
    return String.valueOf(
        Integer.signum(new ComparableVersion(a).compareTo(new ComparableVersion(b))));
  }
}

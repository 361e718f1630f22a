package dev.assay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Sizes and names a reader can rely on. Each limit may only ever be lowered.
class TidyTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final int FILE_LINES = 500;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 7;
  private static final int FILES_IN_A_FOLDER = 45;
  private static final Pattern DRAWERS =
      Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common)|Base[A-Z].*");
  private static final Pattern TODO = Pattern.compile("//.*\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");

  /// Names that are somebody else's term for the very thing.
  private static final Set<String> TERMS = Set.of("CredentialHelper");

  /// Tables written as code.
  private static final Set<String> TABLES = Set.of("OsvFeeds.java all");

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void filesAndFoldersStaySmall() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<Path, Integer> folders = new TreeMap<>();
    for (Path file : sources(MAIN)) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        wrong.add(file + ": " + lines + " lines");
      }
      folders.merge(file.resolveSibling(""), 1, Integer::sum);
    }
    folders.forEach((folder, count) -> {
      if (count > FILES_IN_A_FOLDER) {
        wrong.add(folder + ": " + count + " files");
      }
    });
    assertEquals(List.of(), wrong);
  }

  @Test
  void noFileIsADrawerAndNothingIsLeftToDoWithoutANumber() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path root : List.of(MAIN, TESTS)) {
      for (Path file : sources(root)) {
        String name = file.getFileName().toString().replace(".java", "");
        if (DRAWERS.matcher(name).matches() && !TERMS.contains(name)) {
          wrong.add(file + ": name the idea it holds");
        }
        if (!name.equals("TidyTest") && TODO.matcher(Files.readString(file)).find()) {
          wrong.add(file + ": a TODO needs an issue number");
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void methodsStayShortAndPublicTypesAreExplained() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> wrong = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources(MAIN)));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Inspection(unit, trees, wrong).scan(unit, null);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static final class Inspection extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private final String text;
    private final List<String> wrong;

    Inspection(CompilationUnitTree unit, Trees trees, List<String> wrong) throws IOException {
      this.unit = unit;
      this.positions = trees.getSourcePositions();
      this.lines = unit.getLineMap();
      this.text = unit.getSourceFile().getCharContent(true).toString();
      this.wrong = wrong;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      long start = positions.getStartPosition(unit, method);
      long end = positions.getEndPosition(unit, method);
      if (start >= 0 && end > start) {
        long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
        String name = unit.getSourceFile().getName();
        String named = name.substring(name.lastIndexOf('/') + 1) + " " + method.getName();
        if (length > METHOD_LINES && !TABLES.contains(named)) {
          wrong.add(place(method.getName().toString()) + ": " + length + " lines");
        }
        int parameters = method.getParameters().size();
        if (parameters > PARAMETERS && !method.getName().contentEquals("<init>")) {
          wrong.add(place(method.getName().toString()) + ": " + parameters + " parameters");
        }
      }
      return super.visitMethod(method, none);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      long start = positions.getStartPosition(unit, type);
      if (type.getModifiers().getFlags().contains(Modifier.PUBLIC) && start >= 0) {
        String before = text.substring(0, (int) start).stripTrailing();
        String last = before.substring(before.lastIndexOf('\n') + 1).strip();
        if (!last.startsWith("///") && !last.endsWith("*/")) {
          wrong.add(
              place(type.getSimpleName().toString()) + ": public, and nobody says what it is");
        }
      }
      return super.visitClass(type, none);
    }

    private String place(String name) {
      String path = unit.getSourceFile().getName();
      return path.substring(path.indexOf("dev/assay")) + " " + name;
    }
  }
}

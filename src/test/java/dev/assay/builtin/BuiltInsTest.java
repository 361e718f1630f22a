package dev.assay.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.assay.Main;
import dev.assay.analyze.Analyzer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuiltInsTest {
  @Test
  void listsEveryAnalyzerThereIsSortedByClassName() {
    List<String> existing =
        new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                .filter(type -> type.isAssignableTo(Analyzer.class) && !type.isInterface())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
    assertEquals(
        existing,
        BuiltIns.analyzers().stream().map(one -> one.getClass().getSimpleName()).toList());
  }

  @Test
  void everyAnalyzerStandsInTheListOfWhatIsSupported() {
    List<String> listed =
        SupportedPackages.rows().stream()
            .flatMap(row -> Stream.concat(row.analyzers().stream(), row.programs().stream()))
            .distinct()
            .sorted()
            .toList();
    assertEquals(
        BuiltIns.analyzers().stream()
            .map(Analyzer::name)
            .filter(name -> !name.equals("nested-root")) // finds gaps alone
            .sorted()
            .toList(),
        listed);
  }
}

package dev.assay.format.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          **/.git        | .git            | true
          **/.git        | a/b/.git        | true
          **/.git        | a/x.git         | false
          a/*            | a/b             | true
          a/*            | a/b/c           | false
          ./a/**         | a/b/c           | true
          /a/            | a               | true
          a/**/z         | a/z             | true
          a/**/z         | a/b/c/z         | true
          *.lock         | x/a.lock        | false
          **/*.{lock,txt}| x/a.txt         | true
          a?c            | abc             | true
          a?c            | a/c             | false
          a[0-9!-]c      | a5c             | true
          a[!0-9]c       | a5c             | false
          a[!0-9]c       | axc             | true
          a[b            | a[b             | true
          a{b            | a{b             | true
          a,b.+(         | a,b.+(          | true
          usr/share/*/   | usr/share/doc   | true
          """)
  void matchesAsDoublestarDoes(String glob, String path, boolean expected) {
    assertEquals(expected, Glob.parse(glob).matches(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [          | a `[` without its `]`
          a[b/c      | a `[` without its `]`
          a[]        | a `[` without its `]`
          {a         | a `{` without its `}`
          a[b]c      | ''
          a[!b-d]/x  | ''
          a[]]       | ''
          {a}*?      | ''
          a]}        | ''
          """)
  void saysWhatAPatternLacks(String glob, String problem) {
    assertEquals(problem, Glob.problem(glob).orElse(""));
  }
}

package dev.assay.policy;

import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.model.Finding;
import dev.assay.model.OperatingSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Which findings the user chose not to count: `.trivyignore` and its YAML form.
///
/// @param rules in the order written; the first that covers a finding is the one that is named
public record IgnoreRules(List<IgnoreRule> rules) {
  /// Ignores nothing.
  public static final IgnoreRules NONE = new IgnoreRules(List.of());

  /// The file that is read without being asked for, in the current folder.
  public static final String DEFAULT_FILE = ".trivyignore";

  /// What a finding that a rule took out is called.
  static final String IGNORED = "ignored";

  private static final int MAX_BYTES = 8 << 20;

  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  /// Reads an ignore file: YAML where its name ends so, else one id a line.
  ///
  /// @param doubts takes a sentence, with file and line, for each line that can cover nothing
  /// @throws UsageFailure where it is missing, over 8 MiB or malformed; names file and line
  public static IgnoreRules read(Path file, Consumer<String> doubts) {
    String text = text(file);
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml")
        ? new IgnoreRules(IgnoreYaml.parse(file.toString(), text))
        : new IgnoreRules(IgnoreText.parse(file.toString(), text, doubts));
  }

  /// Stands for the rules: other rules have another one.
  public Digest digest() {
    return Digest.sha256(rules.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// These rules, then those.
  public IgnoreRules and(IgnoreRules others) {
    List<IgnoreRule> both = new ArrayList<>(rules);
    both.addAll(others.rules);
    return new IgnoreRules(both);
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new UsageFailure(
          "cannot read " + file + ": it is a folder, not a file of rules",
          "name another file with --ignorefile, or remove the folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new UsageFailure(
            "cannot read " + file + ": longer than 8 MiB",
            "split the rules, or leave out what has expired");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (AccessDeniedException e) {
      throw new UsageFailure(
          "cannot read " + file + ": permission denied", "see that you may read it");
    } catch (NoSuchFileException e) {
      throw new UsageFailure(
          "cannot read " + file + ": no such file", "check the path given with --ignorefile");
    } catch (CharacterCodingException e) {
      throw new UsageFailure("cannot read " + file + ": not UTF-8", "save it as UTF-8 text");
    } catch (IOException e) {
      throw new UsageFailure(
          "cannot read " + file + ": " + e.getMessage(), "name another file with --ignorefile");
    }
  }

  /// The first rule that covers the finding on that day.
  Optional<IgnoreRule> covering(
      Finding finding, Optional<OperatingSystem> system, LocalDate today) {
    return rules.stream()
        .filter(rule -> !rule.isExpired(today) && rule.covers(finding, system))
        .findFirst();
  }

  /// A sentence that names the rules that expired; empty where none did.
  Optional<String> expired(LocalDate today) {
    List<IgnoreRule> expired = rules.stream().filter(rule -> rule.isExpired(today)).toList();
    if (expired.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        expired.stream()
            .map(IgnoreRules::expiry)
            .collect(Collectors.joining(", ", "Expired ignore rules no longer apply: ", ".")));
  }

  private static String expiry(IgnoreRule rule) {
    return rule.id()
        + " ("
        + rule.source()
        + ":"
        + rule.line()
        + rule.expires().map(day -> ", " + day).orElse("")
        + ")";
  }
}

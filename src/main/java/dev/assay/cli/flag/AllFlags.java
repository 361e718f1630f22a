package dev.assay.cli.flag;

import dev.assay.config.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every flag of every scan command, each once, and the keys that `assay.yaml` may have.
public final class AllFlags {
  /// Keys of Trivy's without a flag: which licence belongs in which class. They matter to the
  /// licence scanner alone, which is refused while it is not built.
  private static final List<String> LICENCE_CLASSES =
      List.of(
          "license.forbidden",
          "license.notice",
          "license.permissive",
          "license.reciprocal",
          "license.restricted",
          "license.unencumbered");

  private static final String MIRRORS = "registry.mirrors";

  private AllFlags() {}

  /// The groups in the order of help.
  public static List<FlagGroup> groups() {
    return List.of(
        ImageFlags.GROUP,
        ImageFlags.ECR_GROUP,
        ReportFlags.GROUP,
        GateFlags.GROUP,
        VulnerabilityFlags.GROUP,
        AnalysisFlags.GROUP,
        AnalysisFlags.FOLDER_GROUP,
        RegistryFlags.GROUP,
        DatabaseFlags.GROUP,
        CacheFlags.GROUP,
        AnalysisFlags.LIMITS,
        TrustFlags.GROUP,
        GlobalFlags.GROUP,
        TrivyFlags.GROUP);
  }

  /// Every flag once.
  public static Set<Flag> flags() {
    Set<Flag> flags = new LinkedHashSet<>();
    groups().forEach(group -> flags.addAll(group.flags()));
    flags.addAll(TrivyFlags.ELSEWHERE);
    return flags;
  }

  /// Every key that `assay.yaml` may have, sorted.
  public static List<String> keys() {
    Set<String> keys = new TreeSet<>(LICENCE_CLASSES);
    flags().stream().map(Flag::key).filter(key -> !key.isEmpty()).forEach(keys::add);
    return List.copyOf(keys);
  }

  /// The keys, as the reader of the file asks for them.
  public static ConfigFile.Keys configKeys() {
    Map<String, Boolean> lists = new LinkedHashMap<>();
    keys().forEach(key -> lists.put(key, true));
    flags().forEach(flag -> lists.replace(flag.key(), flag.takesSeveral()));
    return new Keys(lists);
  }

  private record Keys(Map<String, Boolean> lists) implements ConfigFile.Keys {
    @Override
    public boolean contains(String key) {
      return lists.containsKey(key);
    }

    @Override
    public boolean takesList(String key) {
      return lists.getOrDefault(key, false);
    }

    @Override
    public boolean isSection(String key) {
      return lists.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    @Override
    public String refusal(String key) {
      return key.equals(MIRRORS) ? "`" + key + "` is not built yet in this version" : "";
    }

    @Override
    public String hint(String key) {
      String last = key.substring(key.lastIndexOf('.') + 1);
      List<String> sameName =
          lists.keySet().stream().filter(known -> known.endsWith("." + last)).toList();
      return Suggestion.nearest(key, lists.keySet())
          .or(() -> sameName.stream().findFirst())
          .or(() -> flagOf(key))
          .map(word -> "did you mean `" + word + "`?")
          .orElse("docs/schema/assay.schema.json lists the keys");
    }

    /// People write a flag's name where its key has a section in front.
    private static java.util.Optional<String> flagOf(String key) {
      return flags().stream()
          .filter(flag -> flag.name().equals(key) && !flag.key().isEmpty())
          .map(Flag::key)
          .findFirst();
    }
  }

  /// Every variable that a flag can be set by, without the prefix.
  public static List<String> variables(String prefix) {
    List<String> names = new ArrayList<>();
    for (Flag flag : flags()) {
      Stream.concat(Stream.of(flag.name()), flag.aliases().stream())
          .forEach(name -> names.add(Flag.variable(prefix, name)));
    }
    return names;
  }
}

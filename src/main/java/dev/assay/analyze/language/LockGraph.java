package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.format.text.Lines;
import dev.assay.model.Component;
import dev.assay.model.PackageType;
import dev.assay.model.Relationship;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a lock file lists and who needs what: one entry per name and version, wherever and however
/// often it is installed.
public final class LockGraph {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_LICENSES = 30;
  private static final int MAX_NEEDS = 500_000;

  private final PackageType type;
  private final String foundBy;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean knowsDirect;
  private int needs;
  private boolean cut;
  private String unlisted = "";

  /// @param foundBy the analyzer's name
  public LockGraph(PackageType type, String foundBy) {
    this.type = type;
    this.foundBy = foundBy;
  }

  /// A package of the lock file.
  public static final class Entry {
    private final String name;
    private final String version;
    private final Set<String> needs = new TreeSet<>();
    private boolean isProduction;
    private boolean isDevelopment;
    private boolean isDirect;
    private boolean isOwn;
    private final Map<String, String> details = new TreeMap<>();
    private List<String> licenses = List.of();
    private String source = "";
    private long startLine;
    private long endLine;

    private Entry(String name, String version) {
      this.name = name;
      this.version = version;
    }

    /// `name@version`.
    public String id() {
      return name + "@" + version;
    }

    /// Where the file lists it; the first place counts.
    public Entry lines(long start, long end) {
      if (startLine == 0) {
        startLine = start;
        endLine = end;
      }
      return this;
    }

    /// The licences it declares; at most a few dozen are kept.
    public Entry licenses(List<String> declared) {
      licenses = declared.stream().filter(one -> !one.isBlank()).limit(MAX_LICENSES).toList();
      return this;
    }

    /// The package that advisories name, where it is another.
    public Entry source(String name) {
      source = name;
      return this;
    }

    /// A fact for the component's details; an empty value adds nothing.
    public Entry detail(String key, String value) {
      if (!value.isEmpty()) {
        details.put(key, value);
      }
      return this;
    }

    /// Says that it is the project itself, or a part of its workspace.
    public Entry own() {
      isOwn = true;
      return this;
    }

    /// Whether this occurrence serves development alone; one that does not outweighs all others.
    public Entry development(boolean isOnlyFor) {
      isDevelopment |= isOnlyFor;
      isProduction |= !isOnlyFor;
      return this;
    }
  }

  /// The ids of what is listed.
  public Set<String> ids() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /// The entry of that name and version, made where there is none yet.
  public Entry add(String name, String version) {
    Entry fresh = new Entry(name, version);
    if (entries.size() >= MAX_ENTRIES && !entries.containsKey(fresh.id())) {
      cut = true;
      return fresh; // counted nowhere
    }
    return entries.computeIfAbsent(fresh.id(), _ -> fresh);
  }

  /// Says that one entry needs another, by its id.
  public void needs(Entry entry, String id) {
    if (needs >= MAX_NEEDS) {
      cut = true;
    } else if (!id.equals(entry.id()) && entry.needs.add(id)) {
      needs++;
    }
  }

  /// Says that something in the file needs what the file does not list, though it should list all:
  /// then it is not whole. The first one is told.
  public void unlisted(String name, String needed) {
    if (unlisted.isEmpty()) {
      unlisted =
          "`"
              + Lines.excerpt(name)
              + "` needs `"
              + Lines.excerpt(needed)
              + "`, which is not listed: the file is not whole";
    }
  }

  /// Says that the file tells what the project itself asks for; the rest is then indirect.
  public void direct(Collection<String> ids) {
    knowsDirect = true;
    for (String id : ids) {
      Optional.ofNullable(entries.get(id)).ifPresent(entry -> entry.isDirect = true);
    }
  }

  /// Marks what only development reaches.
  public void reach(Collection<String> production, Collection<String> development) {
    Set<Entry> serving = reached(production);
    reached(development).forEach(entry -> entry.development(!serving.contains(entry)));
    serving.forEach(entry -> entry.development(false));
  }

  private Set<Entry> reached(Collection<String> from) {
    Set<Entry> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      Entry entry = entries.get(open.pop());
      if (entry != null && seen.add(entry)) {
        open.addAll(entry.needs);
      }
    }
    return seen;
  }

  /// Hands over every entry, in the order they came.
  public void finish(Found found) {
    for (Entry entry : entries.values()) {
      entry.needs.retainAll(entries.keySet());
      found.component(component(entry));
    }
    if (!unlisted.isEmpty()) {
      found.gap(0, unlisted);
    }
    if (cut) {
      found.gap(0, "too many packages or dependencies, some are left out");
    }
  }

  private Component component(Entry entry) {
    Relationship relationship = Relationship.UNKNOWN;
    if (entry.isOwn) {
      relationship = Relationship.WORKSPACE;
    } else if (knowsDirect) {
      relationship = entry.isDirect ? Relationship.DIRECT : Relationship.INDIRECT;
    }
    return Component.of(type, foundBy, entry.name, entry.version)
        .relationship(relationship)
        .development(entry.isDevelopment && !entry.isProduction)
        .dependsOn(entry.needs.stream().toList())
        .licenses(entry.licenses)
        .source(entry.source, "")
        .details(new TreeMap<>(entry.details))
        .detail("startLine", entry.startLine > 0 ? Long.toString(entry.startLine) : "")
        .detail("endLine", entry.endLine > 0 ? Long.toString(entry.endLine) : "")
        .build();
  }
}

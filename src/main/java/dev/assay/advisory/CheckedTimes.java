package dev.assay.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.advisory.db.InstantText;
import dev.assay.advisory.db.PartitionId;
import dev.assay.advisory.db.Unwritable;
import dev.assay.failure.DatabaseFailure;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// When each partition on this machine was last built or compared with its upstream. It is no part
/// of the database: where it is lost, everything counts as old.
final class CheckedTimes {
  private static final int MAX_BYTES = 4 << 20;
  private static final Duration FORGOTTEN = Duration.ofDays(30);
  private final Path file;
  private final TreeMap<String, Instant> times = new TreeMap<>();

  private CheckedTimes(Path file) {
    this.file = file;
  }

  /// For a new database: what was checked before is another one's.
  static CheckedTimes none(Path databaseFolder) {
    return new CheckedTimes(databaseFolder.resolve("checked.json"));
  }

  /// One that cannot be read counts as lost.
  static CheckedTimes read(Path databaseFolder) {
    CheckedTimes checked = none(databaseFolder);
    if (Files.isRegularFile(checked.file)) {
      try (InputStream in = Files.newInputStream(checked.file)) {
        Json json = Json.parse(in.readNBytes(MAX_BYTES), "checked.json");
        for (Map.Entry<String, Json> each : json.members().entrySet()) {
          checked.times.put(each.getKey(), InstantText.parse(each.getValue().text()));
        }
      } catch (InputFailure | DateTimeException | IOException e) {
        checked.times.clear();
      }
    }
    return checked;
  }

  Optional<Instant> of(PartitionId partition) {
    return Optional.ofNullable(times.get(partition.toString()));
  }

  /// Writes down that these were checked now, whether upstream has them or not.
  ///
  /// @throws DatabaseFailure where the folder cannot be written
  void write(Collection<PartitionId> checked, Instant now) {
    times.values().removeIf(time -> time.isBefore(now.minus(FORGOTTEN)));
    checked.forEach(id -> times.put(id.toString(), now));
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      Path next = Files.createTempFile(folder, "work-checked", "");
      try {
        Files.write(next, json().getBytes(UTF_8));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw Unwritable.failure(folder, e);
    }
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      times.forEach((partition, time) -> json.writeStringProperty(partition, time.toString()));
      json.writeEndObject();
    }
    return text.toString();
  }
}

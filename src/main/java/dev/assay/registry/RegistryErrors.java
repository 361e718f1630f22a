package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.format.json.Json;
import dev.assay.net.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The reasons a registry gives for a refusal.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes>
///
/// @param reasons at most a few, fit to be printed
record RegistryErrors(List<Reason> reasons) {
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_REASONS = 3;

  RegistryErrors {
    reasons = List.copyOf(reasons);
  }

  /// One of them.
  record Reason(String code, String message) {
    @Override
    public String toString() {
      return code.isEmpty() ? message : message.isEmpty() ? code : code + ": " + message;
    }
  }

  /// Reads the body of a refusal; anything that is not the registry's form gives no reasons.
  static RegistryErrors read(Response response) {
    try {
      byte[] content = response.readStart(MAX_BYTES);
      if (new String(content, UTF_8).isBlank()) {
        return new RegistryErrors(List.of());
      }
      Json json = Json.parse(content, "error");
      List<Reason> reasons = new ArrayList<>();
      for (Json error : json.at("errors").items()) {
        Reason reason =
            new Reason(
                Printable.of(error.text("code"), 40), Printable.of(error.text("message"), 200));
        if (reasons.size() < MAX_REASONS && !reason.toString().isEmpty()) {
          reasons.add(reason);
        }
      }
      return new RegistryErrors(reasons);
    } catch (InputFailure | IOException e) {
      return new RegistryErrors(List.of()); // the status alone must do
    }
  }

  boolean has(String code) {
    return reasons.stream().anyMatch(reason -> reason.code().equals(code));
  }

  boolean mentions(String words) {
    return reasons.stream().anyMatch(reason -> reason.message().contains(words));
  }

  /// ` (CODE: message)`, or nothing.
  String inBrackets() {
    return reasons.isEmpty()
        ? ""
        : reasons.stream().map(Reason::toString).collect(Collectors.joining("; ", " (", ")"));
  }
}

package dev.assay.registry;

import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.List;
import java.util.StringJoiner;

/// Opens parts of a blob. Whoever reads checks that they are those that were asked for: servers may
/// send the whole.
///
/// Source: RFC 9110, section 14
final class BlobRange implements Endpoint<Response> {
  private final ImageRef ref;
  private final Descriptor blob;
  private final String purpose;
  private final List<Part> parts;

  /// A part of a blob.
  ///
  /// @param from offset of its first byte
  /// @param length at least 1
  record Part(long from, int length) {
    /// Offset of its last byte.
    long last() {
      return from + length - 1;
    }
  }

  /// @param purpose for the receipt and messages: `layer`
  /// @param parts at least one; several come as one body of several parts, where they come at all
  BlobRange(ImageRef ref, Descriptor blob, String purpose, List<Part> parts) {
    this.ref = ref;
    this.blob = blob;
    this.purpose = purpose;
    this.parts = List.copyOf(parts);
  }

  @Override
  public Request request(URI base) {
    URI place = base.resolve("/v2/" + ref.repository() + "/blobs/" + blob.digest());
    return asking(Request.get(purpose, place));
  }

  /// The request for those parts, wherever it is sent to.
  Request asking(Request request) {
    var ranges = new StringJoiner(",", "bytes=", "");
    parts.forEach(part -> ranges.add(part.from + "-" + part.last()));
    return request.with("Range", ranges.toString());
  }

  @Override
  public Response read(Response response) {
    return response;
  }

  @Override
  public boolean keepsResponse() {
    return true;
  }

  @Override
  public String scope() {
    return "repository:" + ref.repository() + ":pull";
  }

  @Override
  public String action() {
    return "read part of " + purpose + " " + blob.digest() + " of " + ref.name();
  }
}

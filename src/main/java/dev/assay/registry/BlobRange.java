package dev.assay.registry;

import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;

/// Opens a part of a blob. Whoever reads checks that it is the part that was asked for: servers may
/// send the whole.
///
/// Source: RFC 9110, section 14
final class BlobRange implements Endpoint<Response> {
  private final ImageRef ref;
  private final Descriptor blob;
  private final String purpose;
  private final long from;
  private final long last;

  /// @param purpose for the receipt and messages: `layer`
  /// @param from offset of the first byte
  /// @param last offset of the last byte
  BlobRange(ImageRef ref, Descriptor blob, String purpose, long from, long last) {
    this.ref = ref;
    this.blob = blob;
    this.purpose = purpose;
    this.from = from;
    this.last = last;
  }

  @Override
  public Request request(URI base) {
    URI place = base.resolve("/v2/" + ref.repository() + "/blobs/" + blob.digest());
    return asking(Request.get(purpose, place));
  }

  /// The request for that part, wherever it is sent to.
  Request asking(Request request) {
    return request.with("Range", "bytes=" + from + "-" + last);
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

package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The end of a zstd:chunked layer: a frame to skip that says where the table of contents is. Four
/// numbers of eight bytes (offset, packed length, unpacked length, type) and, last, eight bytes of
/// magic. Podman's has 64 bytes, three more numbers about another frame among them; that of
/// containerd's converter has 40 bytes, and an `n` in the magic where Podman's has an `N`.
///
/// Source: <https://github.com/containers/storage/tree/main/pkg/chunked/internal/minimal>,
/// <https://github.com/containerd/stargz-snapshotter/tree/main/estargz/zstdchunked>
public final class ZstdChunkedFooter {
  private static final int PODMAN_BYTES = 64;

  private static final int CONTAINERD_BYTES = 40;
  private static final String PODMAN = "GNUlInUx";
  private static final String CONTAINERD = "GnUlInUx";

  private ZstdChunkedFooter() {}

  /// Where the table of contents is.
  ///
  /// @param frame what is in the layer's last frame
  /// @param layerBytes the layer's length, as far as it is known
  /// @return empty where that is no such footer
  /// @throws InputFailure where it is one and points out of the layer
  public static Optional<ZstdChunkedPosition> parse(byte[] frame, long layerBytes) {
    boolean isFooter =
        (frame.length == PODMAN_BYTES && endsWith(frame, PODMAN))
            || (frame.length == CONTAINERD_BYTES && endsWith(frame, CONTAINERD));
    if (!isFooter) {
      return Optional.empty();
    }
    ByteBuffer numbers = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    String position =
        String.join(
            ":",
            Long.toUnsignedString(numbers.getLong()),
            Long.toUnsignedString(numbers.getLong()),
            Long.toUnsignedString(numbers.getLong()),
            Long.toUnsignedString(numbers.getLong()));
    return Optional.of(ZstdChunkedPosition.parse(position, layerBytes));
  }

  private static boolean endsWith(byte[] frame, String magic) {
    int from = frame.length - magic.length();
    return new String(frame, from, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}

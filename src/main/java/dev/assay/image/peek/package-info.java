/// What the first and the last bytes of a plain gzip layer happen to hold, without an index and
/// without the rest. Nothing of it is verified: the layer's digest is over all of its bytes. So
/// what is found this way may count as found, and never is anything shown to be absent.
///
/// Both ends are fetched by `Range` requests. The first is unpacked from the start of the file; the
/// last from the first block that can be found in it (`DeflateTail`), as far as the headers of its
/// entries follow each other to the archive's end (`TarEnd`). A file is given only where each of
/// its bytes is known.
@NullMarked
package dev.assay.image.peek;

import org.jspecify.annotations.NullMarked;

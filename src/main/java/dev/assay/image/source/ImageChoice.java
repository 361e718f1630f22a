package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import java.util.List;
import java.util.function.Function;

/// Which of several images in an input is meant.
final class ImageChoice {
  private static final int SHOWN = 20;

  private ImageChoice() {}

  /// The image of the wanted name, else the first; the user is told where others were passed over.
  ///
  /// @param names what an image is called, in the input's words
  /// @throws InputFailure where none has the wanted name
  static <T> T choose(
      List<T> images, Function<T, List<String>> names, String input, InputRequest request) {
    if (images.isEmpty()) {
      throw new InputFailure("cannot read " + input + ": it lists no image");
    }
    List<String> all =
        images.stream().flatMap(i -> names.apply(i).stream()).distinct().limit(SHOWN).toList();
    if (request.name().isPresent()) {
      String wanted = request.name().get();
      return images.stream()
          .filter(image -> names.apply(image).stream().anyMatch(n -> isSame(wanted, n)))
          .findFirst()
          .orElseThrow(() ->
              new InputFailure(
                  "cannot read " + input + ": it has no image `" + wanted + "`",
                  all.isEmpty() ? "its images have no names" : "it has " + String.join(", ", all)));
    }
    if (images.size() > 1) {
      List<String> first = names.apply(images.getFirst());
      request
          .progress()
          .warn(
              input
                  + " holds "
                  + images.size()
                  + " images; reading the first"
                  + (first.isEmpty() ? "" : ", " + first.getFirst())
                  + (all.isEmpty() ? "" : ", of " + String.join(", ", all)));
    }
    return images.getFirst();
  }

  /// Whether a name in an input is the one that was typed: the same text, the same reference when
  /// Docker's defaults are filled in, or just its tag.
  static boolean isSame(String wanted, String name) {
    if (wanted.equals(name) || name.endsWith(":" + wanted)) {
      return true;
    }
    try {
      return ImageRef.parse(wanted).toString().equals(ImageRef.parse(name).toString());
    } catch (UsageFailure e) {
      return false;
    }
  }
}

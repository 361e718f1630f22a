package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.image.ImageSource;
import dev.assay.image.LayerSource;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An image whose layers are files of an input.
final class FileImage implements ImageSource {
  private final ImageFacts facts;
  private final ImageFiles files;
  private final Map<Digest, LayerFile.Stored> stored = new HashMap<>();

  private FileImage(ImageFacts facts, ImageFiles files) {
    this.facts = facts;
    this.files = files;
  }

  /// Puts the facts of an image and the files of its layers together, in the same order.
  ///
  /// @throws InputFailure where a layer that passed was damaged, or was another one
  static OpenedImage of(ImageFacts facts, List<LayerFile> layers, ImageFiles files) {
    FileImage image = new FileImage(facts, files);
    Map<Digest, LayerInventory> read = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = facts.layers().get(i);
      switch (layers.get(i)) {
        case LayerFile.Stored file -> image.stored.put(layer.digest(), file);
        case LayerFile.Passed(LayerInventory inventory) -> {
          checkPassed(layer, inventory, files.name());
          read.put(layer.digest(), inventory);
        }
        case LayerFile.Damaged(long _, InputFailure problem) ->
            throw new InputFailure(
                problem.getMessage()
                    + " (layer "
                    + (i + 1)
                    + " of "
                    + layers.size()
                    + " of "
                    + files.name()
                    + ")",
                problem.hint());
      }
    }
    return new OpenedImage(image, read);
  }

  private static void checkPassed(Layer layer, LayerInventory inventory, String name) {
    if (!inventory.digest().equals(layer.digest())) {
      throw new InputFailure(
          "cannot trust layer "
              + layer.digest()
              + " of "
              + name
              + ": its bytes hash to "
              + inventory.digest());
    }
    if (inventory.sizeBytes() != layer.sizeBytes()) {
      throw new InputFailure(
          "cannot trust layer "
              + layer.digest()
              + " of "
              + name
              + ": it has "
              + inventory.sizeBytes()
              + " bytes, the manifest says "
              + layer.sizeBytes());
    }
  }

  @Override
  public ImageFacts facts() {
    return facts;
  }

  @Override
  public LayerSource layer(Layer layer) {
    LayerFile.Stored file = stored.get(layer.digest());
    if (file == null) {
      throw new IllegalArgumentException("layer " + layer.digest() + " was read already");
    }
    return new StoredLayer(layer, file);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private record StoredLayer(Layer layer, LayerFile.Stored file) implements LayerSource {
    @Override
    public Digest digest() {
      return layer.digest();
    }

    @Override
    public long sizeBytes() {
      return layer.sizeBytes();
    }

    @Override
    public String mediaType() {
      return "";
    }

    @Override
    public InputStream open() throws IOException {
      return file.opener().open();
    }
  }
}

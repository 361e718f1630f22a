package dev.assay.registry.layout;

import dev.assay.model.ImageRef;
import dev.assay.net.HttpSettings;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.Referrers;
import java.nio.file.Path;
import java.util.Map;

/// A process that attaches to the image of a layout, several times: FOLDER NAME COUNT.
final class LayoutWriter {
  private LayoutWriter() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    ImageRef ref = ImageRef.layout(folder.toString()).tagged("1");
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      Layout layout = new Layout(folder, HttpSettings.standard("test", Map.of()));
      PulledManifest image = layout.manifest(ref);
      byte[] content = LayoutTest.manifest(arguments[1] + i, image.descriptor());
      new Referrers(layout).attach(ref, content);
    }
  }
}

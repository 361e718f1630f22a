package dev.assay.cli.artifact;

import dev.assay.cli.flag.AnalysisFlags;
import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.UsageFailure;
import dev.assay.model.ImageRef;
import dev.assay.scan.ScanOptions.Login;
import dev.assay.scan.ScanOptions.RegistryAccess;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The flags of these commands.
public final class ArtifactFlags {
  static final Flag ARTIFACT_TYPE =
      Flag.text("artifact-type", "TYPE", "what kind of artifact: application/vnd.syft+json")
          .from(Origin.ASSAY);
  static final Flag ANNOTATION =
      Flag.of(Kind.REPEATED, "annotation", "KEY=VALUE", "a note in the artifact's manifest")
          .letter("a")
          .from(Origin.ASSAY);
  static final Flag EXPORT_MANIFEST =
      Flag.text("export-manifest", "FILE", "write the artifact's manifest there too")
          .from(Origin.ASSAY);
  static final Flag PLATFORM =
      Flag.text("platform", "OS/ARCH", "one image of an index, instead of the index")
          .from(Origin.ASSAY);
  static final Flag LISTING =
      Flag.text("output", "FORMAT", "how to print: tree, json, table")
          .letter("o")
          .words(List.of("tree", "json", "table"))
          .orElse("tree")
          .from(Origin.ASSAY);
  static final Flag DESTINATION =
      Flag.text("output", "PATH", "a folder, or, for one file, its name; - for standard output")
          .letter("o")
          .orElse(".")
          .from(Origin.ASSAY);
  static final Flag RECURSIVE =
      Flag.toggle("recursive", "what refers to the image too: signatures, SBOMs, attestations")
          .letter("r")
          .from(Origin.ASSAY);
  static final Flag OCI_LAYOUT =
      Flag.toggle("oci-layout", "REF is in an OCI layout: DIR:TAG stands for oci:DIR:TAG")
          .from(Origin.ASSAY);
  static final Flag FROM_OCI_LAYOUT =
      Flag.toggle("from-oci-layout", "SRC is in an OCI layout: DIR:TAG stands for oci:DIR:TAG")
          .from(Origin.ASSAY);
  static final Flag TO_OCI_LAYOUT =
      Flag.toggle("to-oci-layout", "DST is in an OCI layout: DIR:TAG stands for oci:DIR:TAG")
          .from(Origin.ASSAY);
  static final Flag FROM_USERNAME =
      Flag.text("from-username", "NAME", "user name for the registry of SRC").from(Origin.ASSAY);
  static final Flag FROM_PASSWORD =
      Flag.text("from-password", "TEXT", "its password; ASSAY_FROM_PASSWORD hides it")
          .from(Origin.ASSAY);
  static final Flag TO_USERNAME =
      Flag.text("to-username", "NAME", "user name for the registry of DST").from(Origin.ASSAY);
  static final Flag TO_PASSWORD =
      Flag.text("to-password", "TEXT", "its password; ASSAY_TO_PASSWORD hides it")
          .from(Origin.ASSAY);

  public static final FlagGroup ATTACH =
      new FlagGroup(
          "Artifact", List.of(ARTIFACT_TYPE, ANNOTATION, EXPORT_MANIFEST, PLATFORM, OCI_LAYOUT));
  public static final FlagGroup DISCOVER =
      new FlagGroup("Artifacts", List.of(ARTIFACT_TYPE, LISTING, PLATFORM, OCI_LAYOUT));
  public static final FlagGroup FETCH =
      new FlagGroup("Artifact", List.of(DESTINATION, ARTIFACT_TYPE, PLATFORM, OCI_LAYOUT));
  public static final FlagGroup INDEX =
      new FlagGroup(
          "Image", List.of(ImageFlags.PLATFORM, ImageFlags.ALL_PLATFORMS, AnalysisFlags.PARALLEL));
  public static final FlagGroup TREE = new FlagGroup("Image", List.of(PLATFORM, OCI_LAYOUT));
  public static final FlagGroup SIDES =
      new FlagGroup("Registries", List.of(FROM_USERNAME, FROM_PASSWORD, TO_USERNAME, TO_PASSWORD));
  public static final FlagGroup COPY =
      new FlagGroup(
          "Copy",
          List.of(
              RECURSIVE,
              PLATFORM,
              FROM_OCI_LAYOUT,
              TO_OCI_LAYOUT,
              FROM_USERNAME,
              FROM_PASSWORD,
              TO_USERNAME,
              TO_PASSWORD));

  private ArtifactFlags() {}

  /// Reads `KEY=VALUE` pairs.
  ///
  /// @throws UsageFailure where one is none, or a key is there twice
  static SortedMap<String, String> annotations(List<String> pairs) {
    SortedMap<String, String> annotations = new TreeMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageFailure("cannot use `--annotation " + pair + "`", "write it as KEY=VALUE");
      }
      String key = pair.substring(0, equals);
      if (annotations.put(key, pair.substring(equals + 1)) != null) {
        throw new UsageFailure("cannot use `--annotation` twice for `" + key + "`");
      }
    }
    return annotations;
  }

  /// What an operand names, where a flag may say that it is in a layout.
  ///
  /// @throws UsageFailure where it breaks the grammar
  static ImageRef place(Settings settings, String operand, Flag inLayout) {
    boolean isBare = settings.isOn(inLayout) && !operand.startsWith("oci:");
    return ImageRef.parsePlace(isBare ? "oci:" + operand : operand);
  }

  /// How the registry that is copied from is talked to.
  ///
  /// @param shared for where no login of its own is given
  /// @throws UsageFailure where a name is given without a password, or the other way round
  public static RegistryAccess from(Settings settings, RegistryAccess shared) {
    return login(settings, shared, FROM_USERNAME, FROM_PASSWORD);
  }

  /// The same for the registry that is copied to.
  public static RegistryAccess to(Settings settings, RegistryAccess shared) {
    return login(settings, shared, TO_USERNAME, TO_PASSWORD);
  }

  /// How both are talked to, where none has a login of its own.
  ///
  /// @param access what the user gave
  /// @throws UsageFailure where it is for one of two, and nobody says which
  public static void checkLogin(RegistryAccess access, ImageRef from, ImageRef to) {
    boolean isOne = from.host().equals(to.host()) || from.isLayout() || to.isLayout();
    if (!isOne && (!access.logins().isEmpty() || access.token().isPresent())) {
      throw new UsageFailure(
          "cannot tell which of the two registries the login is for",
          "use --from-username and --from-password, --to-username and --to-password");
    }
  }

  private static RegistryAccess login(
      Settings settings, RegistryAccess shared, Flag username, Flag password) {
    Optional<String> name = settings.text(username);
    Optional<String> secret = settings.text(password);
    if (name.isPresent() != secret.isPresent()) {
      throw new UsageFailure("cannot use one of `" + username + "` and `" + password + "` alone");
    }
    return name.isEmpty()
        ? shared
        : new RegistryAccess(
            List.of(new Login(name.get(), secret.orElse(""))),
            Optional.empty(),
            shared.insecure(),
            shared.caCertificates());
  }
}

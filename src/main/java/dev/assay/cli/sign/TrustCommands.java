package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.GlobalFlags;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.failure.Printable;
import dev.assay.failure.UsageFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.sign.trust.TrustedAuthority;
import dev.assay.sign.trust.TrustedLog;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.tuf.HttpMirror;
import dev.assay.sign.tuf.TrustFolder;
import dev.assay.sign.tuf.TrustUpdate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `assay trust update`, `trust init` and `trust info`.
public final class TrustCommands {
  private static final Flag MIRROR =
      own(Flag.of(Kind.TEXT, "mirror", "URL", "where the files are"))
          .orElse(TrustFolder.PUBLIC_MIRROR);
  private static final Flag ROOT =
      own(Flag.of(Kind.TEXT, "root", "FILE", "the root to begin with, from a source you trust"));
  private static final int MAX_ROOT = 512 << 10;

  /// What `trust init` takes.
  public static final List<FlagGroup> INIT =
      List.of(new FlagGroup("Where from", List.of(MIRROR, ROOT)));

  private TrustCommands() {}

  private static Flag own(Flag flag) {
    return flag.from(Origin.ASSAY);
  }

  private static TrustFolder folder(Settings settings) {
    return new TrustFolder(GlobalFlags.cacheFolder(settings).resolve(Trust.FOLDER));
  }

  /// Brings whom we trust up to date.
  ///
  /// @return the exit code
  public static int update(SignCall call) throws IOException {
    TrustFolder folder = folder(call.settings());
    URI mirror = mirror(folder.mirror());
    try (Http http = call.open(List.of(mirror.getRawAuthority()))) {
      TrustUpdate.Outcome done =
          TrustUpdate.run(folder, new HttpMirror(http, mirror), Instant.now());
      call.say(
          (done.changed().isEmpty()
                  ? "nothing is new"
                  : "new: " + String.join(", ", done.changed()))
              + " ("
              + versions(done.versions())
              + "), good until "
              + done.expires());
    }
    return 0;
  }

  private static String versions(Map<String, Long> versions) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(versions)
        .forEach((role, version) ->
            text.append(text.isEmpty() ? "" : ", ").append(role).append(' ').append(version));
    return text.toString();
  }

  private static URI mirror(String text) {
    try {
      URI uri = URI.create(text);
      boolean isWeb = uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
      if (isWeb && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UsageFailure(
        "cannot use the mirror `" + Printable.of(Hosts.withoutSecrets(text), 200) + "`",
        "write it as https://HOST/PATH");
  }

  /// Begins with another root and mirror, and updates.
  ///
  /// @return the exit code
  public static int init(SignCall call) throws IOException {
    Settings settings = call.settings();
    String mirror = mirror(settings.text(MIRROR).orElse(TrustFolder.PUBLIC_MIRROR)).toString();
    if (settings.isSet(ROOT)) {
      Path file = Paths.of(settings.text(ROOT).orElse(""), settings.place(ROOT));
      folder(settings).begin(FileBytes.read(file, MAX_ROOT), mirror, file.toString());
    } else if (mirror.equals(TrustFolder.PUBLIC_MIRROR)) {
      folder(settings).beginAnew();
    } else {
      throw new UsageFailure(
          "cannot trust " + mirror + " without a root", "give the instance's own with --root FILE");
    }
    return update(call);
  }

  /// Says whom we trust, and since when.
  ///
  /// @return the exit code
  public static int info(SignCall call) throws IOException {
    TrustFolder folder = folder(call.settings());
    Path fetched = folder.path().resolve(TrustUpdate.TRUSTED_ROOT);
    boolean isFetched = folder.read(TrustUpdate.TRUSTED_ROOT).isPresent();
    StringBuilder text = new StringBuilder();
    line(text, "source", isFetched ? "fetched, " + fetched : "comes with this version of Assay");
    line(text, "mirror", folder.mirror());
    folder.state().forEach((role, state) -> line(text, role, state));
    TrustedRoot root = Trust.root(call.settings());
    for (TrustedLog log : root.logs()) {
      line(text, "log", log.baseUrl() + ", " + log.validity());
    }
    for (TrustedAuthority authority : root.certificateAuthorities()) {
      line(text, "authority", authority.uri() + ", " + authority.validity());
    }
    for (TrustedLog log : root.certificateLogs()) {
      line(text, "ct-log", log.baseUrl() + ", " + log.validity());
    }
    for (TrustedAuthority authority : root.timestampAuthorities()) {
      line(text, "time", authority.uri() + ", " + authority.validity());
    }
    call.print(text.toString());
    return 0;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-10s", name)).append(Printable.of(value, 400)).append('\n');
  }
}

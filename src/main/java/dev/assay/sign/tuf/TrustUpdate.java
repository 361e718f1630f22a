package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.trust.SigningConfig;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.tuf.SignedFile.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings whom we trust up to date, in the order of the specification: every next root; the
/// timestamp, which says which snapshot is the newest; the snapshot, which says the same of
/// targets; targets, which has the digests of what we want. What does not hold leaves things as
/// they were.
///
/// Source: <https://theupdateframework.github.io/specification/latest/#detailed-client-workflow>
public final class TrustUpdate {
  /// Whom to trust. Sigstore's repository has it always.
  public static final String TRUSTED_ROOT = "trusted_root.json";

  /// Which services sign; a repository may lack it.
  public static final String SIGNING_CONFIG = "signing_config.v0.2.json";

  static final List<String> TARGETS = List.of(TRUSTED_ROOT, SIGNING_CONFIG);

  private static final int MAX_ROOTS = 256;
  private static final int MAX_TARGET = TrustedRoot.MAX_BYTES;

  private final TrustFolder folder;
  private final Mirror mirror;
  private final Instant now;
  private RootFile root;

  /// What an update has led to.
  ///
  /// @param versions of the roles' files, by role
  /// @param expires when the first of them does
  /// @param changed names of the files that are new or have changed
  public record Outcome(Map<String, Long> versions, Instant expires, List<String> changed) {
    public Outcome {
      versions = Map.copyOf(versions);
      changed = List.copyOf(changed);
    }
  }

  private TrustUpdate(TrustFolder folder, Mirror mirror, Instant now, RootFile root) {
    this.folder = folder;
    this.mirror = mirror;
    this.now = now;
    this.root = root;
  }

  /// Updates.
  ///
  /// @param now what has expired then is refused
  /// @throws RemoteFailure where the mirror does not answer, or with what does not hold
  /// @throws InputFailure where the folder cannot be read or written
  public static Outcome run(TrustFolder folder, Mirror mirror, Instant now) {
    try {
      RootFile known = RootFile.read(known(folder), "the root that is here");
      return new TrustUpdate(folder, mirror, now, known).run();
    } catch (Distrusted e) {
      throw new RemoteFailure("cannot update whom to trust: " + e.problem(), e.hint());
    }
  }

  /// What we begin with: the root of the last time, else the one that comes with the program.
  private static byte[] known(TrustFolder folder) throws Distrusted {
    Optional<byte[]> kept = folder.read(Role.ROOT.file());
    boolean isPublic = folder.mirror().equals(TrustFolder.PUBLIC_MIRROR);
    if (kept.isEmpty() && !isPublic) {
      throw new Distrusted(
          "there is no root for " + folder.mirror(), "begin with `assay trust init`");
    }
    return kept.orElseGet(TrustFolder::embeddedRoot);
  }

  private Outcome run() throws Distrusted {
    RootFile before = root;
    newerRoots();
    root.file().checkTime(now);
    forgetRotated(before);
    SignedFile timestamp = timestamp();
    SignedFile snapshot = snapshot(timestamp);
    SignedFile targets = targets(snapshot);
    List<String> changed = new ArrayList<>();
    for (String name : TARGETS) {
      target(targets, name, changed);
    }
    Map<String, Long> versions = new LinkedHashMap<>();
    Instant expires = root.file().expires();
    versions.put(Role.ROOT.word(), root.file().version());
    for (SignedFile file : List.of(timestamp, snapshot, targets)) {
      versions.put(file.signed().text("_type"), file.version());
      expires = file.expires().isBefore(expires) ? file.expires() : expires;
    }
    return new Outcome(versions, expires, changed);
  }

  /// Each is signed by enough keys of the one before it and of its own.
  private void newerRoots() throws Distrusted {
    for (int i = 0; i < MAX_ROOTS; i++) {
      long version = root.file().version() + 1;
      String name = version + "." + Role.ROOT.file();
      Optional<byte[]> content = mirror.get(name, Role.ROOT.maxBytes());
      if (content.isEmpty()) {
        return;
      }
      RootFile next = RootFile.read(content.get(), name);
      root.check(next.file(), Role.ROOT);
      next.check(next.file(), Role.ROOT);
      if (next.file().version() != version) {
        throw new Distrusted(name + " is version " + next.file().version());
      }
      root = next;
      folder.write(Role.ROOT.file(), content.get());
    }
    throw new Distrusted("there are more than " + MAX_ROOTS + " new roots");
  }

  /// Keys that were taken away may have signed versions that are far too high.
  private void forgetRotated(RootFile before) {
    boolean isRotated =
        !root.hasSameKeys(before, Role.TIMESTAMP) || !root.hasSameKeys(before, Role.SNAPSHOT);
    if (isRotated) {
      folder.delete(Role.TIMESTAMP.file());
      folder.delete(Role.SNAPSHOT.file());
    }
    if (!root.hasSameKeys(before, Role.TARGETS)) {
      folder.delete(Role.TARGETS.file());
    }
  }

  /// What was kept, so far as today's keys signed it.
  private Optional<SignedFile> kept(Role role) {
    Optional<byte[]> content = folder.read(role.file());
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedFile file = SignedFile.read(content.get(), role, "the kept " + role.file());
      root.check(file, role);
      return Optional.of(file);
    } catch (Distrusted e) {
      return Optional.empty();
    }
  }

  private SignedFile timestamp() throws Distrusted {
    SignedFile file =
        signed(Role.TIMESTAMP, Role.TIMESTAMP.file(), Role.TIMESTAMP.maxBytes(), Optional.empty());
    Optional<SignedFile> kept = kept(Role.TIMESTAMP);
    if (kept.isPresent()) {
      notOlder(file.name() + " is", file.version(), kept.get().version());
      if (file.version() == kept.get().version()) {
        // Nothing is new; two files of one version are not for us to choose between.
        kept.get().checkTime(now);
        return kept.get();
      }
      notOlder(
          file.name() + " lists snapshot",
          meta(file, Role.SNAPSHOT).version(),
          meta(kept.get(), Role.SNAPSHOT).version());
    }
    file.checkTime(now);
    folder.write(Role.TIMESTAMP.file(), file.bytes().bytes());
    return file;
  }

  private SignedFile snapshot(SignedFile timestamp) throws Distrusted {
    SignedFile file = versioned(Role.SNAPSHOT, meta(timestamp, Role.SNAPSHOT));
    Optional<SignedFile> kept = kept(Role.SNAPSHOT);
    if (kept.isPresent()) {
      notOlder(
          file.name() + " lists targets",
          meta(file, Role.TARGETS).version(),
          meta(kept.get(), Role.TARGETS).version());
    }
    file.checkTime(now);
    folder.write(Role.SNAPSHOT.file(), file.bytes().bytes());
    return file;
  }

  private SignedFile targets(SignedFile snapshot) throws Distrusted {
    SignedFile file = versioned(Role.TARGETS, meta(snapshot, Role.TARGETS));
    file.checkTime(now);
    folder.write(Role.TARGETS.file(), file.bytes().bytes());
    return file;
  }

  private static Listed meta(SignedFile file, Role role) throws Distrusted {
    return file.listed("meta", role.file())
        .filter(listed -> listed.version() > 0)
        .orElseThrow(() -> new Distrusted(file.name() + " lists no " + role.file()));
  }

  private static void notOlder(String what, long version, long known) throws Distrusted {
    if (version < known) {
      throw new Distrusted(
          what + " version " + version + ", and version " + known + " was seen before",
          "the mirror goes back in time: ask another one, or later");
    }
  }

  /// A file whose version another one names.
  private SignedFile versioned(Role role, Listed listed) throws Distrusted {
    String name = (root.isConsistent() ? listed.version() + "." : "") + role.file();
    SignedFile file = signed(role, name, role.maxBytes(), Optional.of(listed));
    if (file.version() != listed.version()) {
      throw new Distrusted(
          name + " is version " + file.version() + ", " + listed.version() + " is listed");
    }
    return file;
  }

  private SignedFile signed(Role role, String name, int most, Optional<Listed> listed)
      throws Distrusted {
    byte[] content = fetch(name, listed, most);
    SignedFile file = SignedFile.read(content, role, name);
    root.check(file, role);
    return file;
  }

  private byte[] fetch(String path, Optional<Listed> listed, int most) throws Distrusted {
    long limit = listed.flatMap(Listed::length).orElse((long) most);
    if (limit < 0 || limit > most) {
      throw new Distrusted(path + " is listed with " + limit + " bytes, too many to be fetched");
    }
    byte[] content =
        mirror
            .get(path, (int) limit)
            .orElseThrow(() -> new Distrusted("the mirror has no " + path));
    if (listed.isPresent()) {
      compare(path, content, listed.get());
    }
    return content;
  }

  private static void compare(String path, byte[] content, Listed listed) throws Distrusted {
    if (listed.length().isPresent() && listed.length().get() != content.length) {
      throw new Distrusted(
          path + " has " + content.length + " bytes, " + listed.length().get() + " are listed");
    }
    for (Map.Entry<String, String> digest : listed.hashes().entrySet()) {
      Optional<Hash> hash = Hash.ofPlain(digest.getKey());
      if (hash.isPresent() && !Octets.of(hash.get().of(content)).hex().equals(digest.getValue())) {
        throw new Distrusted(path + " is not the file that is listed: its digest is another");
      }
    }
  }

  private void target(SignedFile targets, String name, List<String> changed) throws Distrusted {
    Optional<Listed> listed = targets.listed("targets", name);
    if (listed.isEmpty()) {
      if (name.equals(TRUSTED_ROOT)) {
        throw new Distrusted(targets.name() + " lists no " + name);
      }
      folder.delete(name);
      return;
    }
    Listed entry = listed.get();
    String digest =
        entry.hashes().getOrDefault("sha256", entry.hashes().getOrDefault("sha512", ""));
    if (!digest.matches("[0-9a-f]{64}(?:[0-9a-f]{64})?") || entry.length().isEmpty()) {
      throw new Distrusted(targets.name() + " lists " + name + " without length or digest");
    }
    if (isThere(name, entry)) {
      return;
    }
    String path = "targets/" + (root.isConsistent() ? digest + "." : "") + name;
    byte[] content = fetch(path, listed, MAX_TARGET);
    try {
      if (name.equals(TRUSTED_ROOT)) {
        TrustedRoot.read(content, name);
      } else {
        SigningConfig.read(content, name);
      }
    } catch (InputFailure e) {
      throw new Distrusted(String.valueOf(e.getMessage()), "a newer version of Assay may read it");
    }
    folder.write(name, content);
    changed.add(name);
  }

  private boolean isThere(String name, Listed entry) {
    Optional<byte[]> content = folder.read(name);
    try {
      if (content.isPresent()) {
        compare(name, content.get(), entry);
      }
      return content.isPresent();
    } catch (Distrusted e) {
      return false;
    }
  }
}

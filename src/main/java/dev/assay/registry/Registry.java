package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.net.Request;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What registries can be asked. One small class for each endpoint stands behind it. Every failure
/// names what was tried, the status and the registry's reasons. Safe for several threads.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md>
public final class Registry implements ContentStore {
  private static final int MAX_NAMES = 1_000_000;
  private static final int MAX_UPLOADS = 3;

  private final Http http;
  private final RegistryCaller caller;

  /// Other addresses for some registries than their names say.
  public interface Endpoints {
    /// None.
    Endpoints NONE = host -> Optional.empty();

    /// `http[s]://host[:port]` for a host as in the reference, or empty.
    Optional<URI> find(String host);
  }

  public Registry(Http http, CredentialSource credentials) {
    this(http, credentials, Endpoints.NONE);
  }

  public Registry(Http http, CredentialSource credentials, Endpoints endpoints) {
    this.http = http;
    this.caller = new RegistryCaller(http, credentials, endpoints);
  }

  @Override
  public HttpSettings settings() {
    return http.settings();
  }

  /// What it asks through.
  public Http http() {
    return http;
  }

  /// Finds out whether a registry is there and takes our login.
  ///
  /// @throws dev.assay.failure.RemoteFailure where not
  public void ping(String host) {
    caller.call(host, "", new Pinger(host));
  }

  /// The manifest or index under a tag or digest; its bytes are checked against the digest asked
  /// for and the one announced.
  ///
  /// @throws InputFailure where there is none, or other bytes come
  @Override
  public PulledManifest manifest(ImageRef ref) {
    return caller.call(ref.host(), ref.repository(), new ManifestPuller(ref));
  }

  /// Media type, digest and size of a manifest as the registry claims them; empty where there is
  /// none or the registry does not say.
  @Override
  public Optional<Descriptor> look(ImageRef ref) {
    return caller.call(ref.host(), ref.repository(), new ManifestChecker(ref));
  }

  /// A blob's bytes; a broken transfer goes on where it broke. Not more than announced and not
  /// fewer, but the digest is the reader's to check.
  ///
  /// @param purpose for the receipt and messages: `layer`, `blob`
  /// @throws dev.assay.failure.Failure where it cannot be had
  @Override
  public InputStream openBlob(ImageRef ref, Descriptor blob, String purpose) {
    String name = purpose + " " + blob.digest() + " of " + ref.name();
    return new BlobStream(
        http,
        new BlobStream.Subject(name, blob.sizeBytes()),
        from ->
            caller
                .call(ref.host(), ref.repository(), new BlobPuller(ref, blob, purpose, from))
                .orElseGet(() ->
                    new ForeignBlob(http, caller.origin(ref.host()), blob, purpose).open(from)));
  }

  /// A blob of which parts are to be read.
  ///
  /// @param purpose for the receipt and messages: `layer`
  public RangedBlob rangedBlob(ImageRef ref, Descriptor blob, String purpose) {
    return new RangedBlob(http, caller, ref, blob, purpose);
  }

  /// Whether a repository has a blob.
  @Override
  public boolean hasBlob(ImageRef repository, Digest blob) {
    return caller.call(
        repository.host(), repository.repository(), new BlobChecker(repository, blob));
  }

  @Override
  public Brought bringBlob(ImageRef repository, Digest blob, Request.Body content, String from) {
    if (hasBlob(repository, blob)) {
      return Brought.PRESENT;
    }
    for (int attempt = 1; ; attempt++) {
      BlobSender.Blob sent = new BlobSender.Blob(blob, content);
      UploadStarter starter = new UploadStarter(repository, blob, attempt == 1 ? from : "");
      Optional<URI> place = caller.call(repository.host(), repository.repository(), starter);
      if (place.isEmpty()) {
        return Brought.MOUNTED;
      }
      BlobSender sender = new BlobSender(repository, sent, place.get(), attempt == MAX_UPLOADS);
      if (caller.call(repository.host(), repository.repository(), sender)
          == BlobSender.Outcome.DONE) {
        return Brought.SENT;
      }
    }
  }

  @Override
  public StoredManifest storeManifest(
      ImageRef ref, byte[] content, String mediaType, String ifMatch) {
    return caller.call(
        ref.host(), ref.repository(), new ManifestSender(ref, content, mediaType, ifMatch));
  }

  @Override
  public Optional<ReferrerPage> referrers(ReferrerQuery query, String page) {
    ImageRef repository = query.repository();
    return caller.call(repository.host(), repository.repository(), new ReferrerLister(query, page));
  }

  @Override
  public Optional<PulledManifest> findManifest(ImageRef ref) {
    return caller.call(ref.host(), ref.repository(), new ManifestFinder(new ManifestPuller(ref)));
  }

  /// All tags of a repository, as the registry orders them.
  ///
  /// @throws InputFailure where there is no such repository
  public List<String> tags(ImageRef repository) {
    return names(
        repository.host(),
        repository.repository(),
        NameLister.tags(repository.host(), repository.repository()));
  }

  /// All repositories that the registry lets us see.
  public List<String> repositories(String host) {
    return names(host, "", NameLister.catalog(host));
  }

  private List<String> names(String host, String repository, NameLister first) {
    List<String> names = new ArrayList<>();
    Optional<NameLister> next = Optional.of(first);
    while (next.isPresent() && names.size() < MAX_NAMES) {
      NameLister lister = next.get();
      NameLister.Page page = caller.call(host, repository, lister);
      names.addAll(page.names());
      // An empty page with a link to the next would be asked for ever.
      next = page.names().isEmpty() ? Optional.empty() : page.next().map(lister::at);
    }
    return names;
  }
}

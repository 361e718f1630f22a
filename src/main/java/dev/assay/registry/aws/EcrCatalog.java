package dev.assay.registry.aws;

import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/// The images of an ECR registry that a pattern means, by ECR's own lists.
///
/// Source:
/// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html>,
/// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html>
public final class EcrCatalog {
  private static final int MAX_IMAGES = 100_000;

  private final EcrSettings settings;

  public EcrCatalog(EcrSettings settings) {
    this.settings = settings;
    AwsConnections.prepare();
  }

  /// Finds them, sorted by repository, newest first in each; an image that has several tags is
  /// there once.
  ///
  /// @throws InputFailure where there is none
  /// @throws dev.assay.failure.RemoteFailure where AWS refuses
  public List<ImageRef> find(EcrPattern pattern) {
    EcrHost host = pattern.host().orElseGet(this::own);
    settings.http().settings().deadline().check();
    List<ImageRef> found = AwsConnections.within(settings.http(), () -> find(pattern, host));
    if (found.isEmpty()) {
      throw new InputFailure(
          "cannot find any image for `"
              + pattern.repository()
              + pattern.tag().map(t -> ":" + t).orElse("")
              + "` in ECR, region "
              + settings.regionOf(host),
          "check the pattern and the region; images without a tag do not count");
    }
    return found;
  }

  /// A registry of which only the region is known.
  private EcrHost own() {
    String region = settings.region().or(this::configuredRegion).orElse("");
    return EcrHost.parse("000000000000.dkr.ecr." + region + ".amazonaws.com")
        .orElseThrow(() ->
            new UsageFailure(
                "cannot tell which AWS region is meant"
                    + (region.isEmpty() ? "" : " by `" + region + "`"),
                "name it with --region, or set AWS_REGION"));
  }

  private Optional<String> configuredRegion() {
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .map(name -> settings.environment().getOrDefault(name, ""))
        .filter(text -> !text.isBlank())
        .findFirst()
        .or(() -> {
          try {
            return Optional.of(new DefaultAwsRegionProviderChain().getRegion()).map(Region::id);
          } catch (SdkException e) {
            return Optional.empty(); // nobody says
          }
        });
  }

  private List<ImageRef> find(EcrPattern pattern, EcrHost host) {
    EcrTokenCall calls = new EcrTokenCall(settings);
    AwsIdentity identity = new AwsCredentialChain(settings).require(host.host());
    List<ImageRef> found = new ArrayList<>();
    try (SdkHttpClient http = calls.http(host);
        EcrClient client = calls.open(host, identity, http)) {
      List<Repository> repositories =
          client
              .describeRepositoriesPaginator(
                  request -> pattern.host().ifPresent(h -> request.registryId(h.account())))
              .repositories()
              .stream()
              .filter(r -> pattern.matchesRepository(r.repositoryName()))
              .sorted(Comparator.comparing(Repository::repositoryName))
              .toList();
      for (Repository repository : repositories) {
        settings.http().settings().deadline().check();
        found.addAll(images(client, repository, pattern));
        if (found.size() > MAX_IMAGES) {
          throw new InputFailure(
              "cannot scan more than " + MAX_IMAGES + " images at once", "use a narrower pattern");
        }
      }
    } catch (SdkException e) {
      throw AwsErrors.listing(host, identity.place(), e);
    }
    return found;
  }

  private static List<ImageRef> images(
      EcrClient client, Repository repository, EcrPattern pattern) {
    List<ImageDetail> all;
    try {
      all =
          client
              .describeImagesPaginator(request ->
                  request
                      .registryId(repository.registryId())
                      .repositoryName(repository.repositoryName())
                      .filter(filter -> filter.tagStatus(TagStatus.TAGGED)))
              .imageDetails()
              .stream()
              .filter(EcrCatalog::isImage)
              .filter(image -> image.imageTags().stream().anyMatch(pattern::matchesTag))
              .sorted(Comparator.comparing(EcrCatalog::pushed).reversed())
              .toList();
    } catch (RepositoryNotFoundException e) {
      return List.of(); // deleted since it was listed
    }
    return all.stream()
        .limit(pattern.tag().isPresent() ? Long.MAX_VALUE : 1)
        .map(image -> reference(repository, image, pattern))
        .toList();
  }

  /// ECR says what an artifact's configuration is; signatures and SBOMs have none of an image.
  private static boolean isImage(ImageDetail image) {
    String type = String.valueOf(image.artifactMediaType());
    return image.artifactMediaType() == null
        || type.isEmpty()
        || type.toLowerCase(Locale.ROOT)
            .matches("application/vnd\\.(docker\\.container|oci)\\.image\\..*");
  }

  private static Instant pushed(ImageDetail image) {
    return Optional.ofNullable(image.imagePushedAt()).orElse(Instant.EPOCH);
  }

  /// By tag and digest: what was listed is what is scanned.
  private static ImageRef reference(Repository repository, ImageDetail image, EcrPattern pattern) {
    ImageRef name = ImageRef.parse(repository.repositoryUri());
    Optional<String> tag =
        image.imageTags().stream().filter(pattern::matchesTag).sorted().findFirst();
    return new ImageRef(
        name.host(), name.repository(), tag, Optional.of(Digest.parse(image.imageDigest())));
  }
}

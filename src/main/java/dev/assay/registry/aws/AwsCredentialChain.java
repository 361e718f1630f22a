package dev.assay.registry.aws;

import dev.assay.failure.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The places where AWS credentials are looked for, in the order of AWS's own tools. A place that
/// somebody has set up and that fails ends the search: going on would use another identity than the
/// one that was meant.
///
/// Source: <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
final class AwsCredentialChain {
  /// Any of these in a profile says that it is meant to give credentials.
  private static final Set<String> PROFILE_KEYS =
      Set.of(
          "aws_access_key_id",
          "credential_process",
          "role_arn",
          "sso_session",
          "sso_start_url",
          "web_identity_token_file");

  private record Place(String name, boolean isSetUp, Supplier<AwsCredentialsProvider> provider) {}

  private final EcrSettings settings;
  private final String profile;

  AwsCredentialChain(EcrSettings settings) {
    this.settings = settings;
    this.profile = settings.environment().getOrDefault("AWS_PROFILE", "default");
  }

  /// The first credentials there are.
  ///
  /// @param host what they are for, named in the failure
  /// @throws RemoteFailure where there are none, or a place that is set up gives none
  AwsIdentity require(String host) {
    List<Place> places = new ArrayList<>(configuredPlaces());
    places.add(
        new Place("instance role (IMDSv2)", false, InstanceProfileCredentialsProvider::create));
    return first(host, places)
        .orElseThrow(() ->
            new RemoteFailure(
                "cannot find AWS credentials for " + host + ": looked in " + names(places),
                "set AWS_PROFILE, sign in with `aws sso login`, or run where a role is given;"
                    + " `aws sts get-caller-identity` shows who you are"));
  }

  /// Credentials that somebody has set up; the instance role is not asked.
  Optional<AwsIdentity> findConfigured(String host) {
    return first(host, configuredPlaces());
  }

  private List<Place> configuredPlaces() {
    return List.of(
        new Place(
            "environment (AWS_ACCESS_KEY_ID)",
            settings.isSet("AWS_ACCESS_KEY_ID"),
            this::fromVariables),
        new Place(
            "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
            settings.isSet("AWS_WEB_IDENTITY_TOKEN_FILE"),
            WebIdentityTokenFileCredentialsProvider::create),
        new Place(
            "profile `" + profile + "` of the shared AWS files",
            isProfileSetUp(),
            () -> ProfileCredentialsProvider.create(profile)),
        new Place(
            "container role (AWS_CONTAINER_CREDENTIALS_*)",
            settings.isSet("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                || settings.isSet("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            () -> ContainerCredentialsProvider.builder().build()));
  }

  /// What is missing or malformed there, the SDK's own provider says.
  private AwsCredentialsProvider fromVariables() {
    String id = settings.environment().getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
    String secret = settings.environment().getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
    String session = settings.environment().getOrDefault("AWS_SESSION_TOKEN", "").strip();
    if (id.isEmpty() || secret.isEmpty()) {
      return EnvironmentVariableCredentialsProvider.create();
    }
    return StaticCredentialsProvider.create(
        session.isEmpty()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, session));
  }

  private boolean isProfileSetUp() {
    try {
      Optional<Profile> found = ProfileFile.defaultProfileFile().profile(profile);
      if (found.isEmpty()) {
        return settings.isSet("AWS_PROFILE");
      }
      return found.get().properties().keySet().stream().anyMatch(PROFILE_KEYS::contains);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A shared file that is not in AWS's format: the provider's own message says where.
      return true;
    }
  }

  private Optional<AwsIdentity> first(String host, List<Place> places) {
    for (Place place : places) {
      boolean isLastResort = !place.isSetUp() && place.name().startsWith("instance");
      if (!place.isSetUp() && !isLastResort) {
        continue;
      }
      Optional<AwsIdentity> found = ask(host, place);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<AwsIdentity> ask(String host, Place place) {
    AwsCredentialsProvider provider = null;
    try {
      provider = place.provider().get();
      AwsIdentity identity = new AwsIdentity(provider.resolveCredentials(), place.name());
      settings.progress().debug("AWS credentials from " + place.name());
      return Optional.of(identity);
    } catch (SdkException
        | IllegalArgumentException
        | IllegalStateException
        | java.io.UncheckedIOException e) {
      if (place.isSetUp()) {
        throw new RemoteFailure(
            "cannot get AWS credentials for "
                + host
                + " from "
                + place.name()
                + ": "
                + AwsErrors.reason(e),
            "correct it or unset it; the places after it are not tried, so that no other identity"
                + " is used");
      }
      settings
          .progress()
          .debug("no AWS credentials from " + place.name() + ": " + AwsErrors.reason(e));
      return Optional.empty();
    } finally {
      if (provider instanceof SdkAutoCloseable open) {
        open.close();
      }
    }
  }

  private static String names(List<Place> places) {
    return String.join(", ", places.stream().map(Place::name).toList());
  }
}

package dev.assay.registry.aws;

import java.util.Optional;

/// What the registry protocol asks of ECR, and the IAM permission each step needs.
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html>
public enum EcrAction {
  /// The token call of the ECR API.
  TOKEN("ecr:GetAuthorizationToken"),
  /// `GET` or `HEAD` of a manifest.
  MANIFEST("ecr:BatchGetImage"),
  /// `HEAD` of a blob.
  BLOB_CHECK("ecr:BatchCheckLayerAvailability"),
  /// `GET` of a blob.
  BLOB("ecr:GetDownloadUrlForLayer"),
  /// The list of a repository's tags.
  TAGS("ecr:ListImages"),
  /// `POST` that begins the upload of a blob.
  UPLOAD("ecr:InitiateLayerUpload"),
  /// `PATCH` or `PUT` of a blob's bytes.
  UPLOAD_PART("ecr:UploadLayerPart"),
  /// `PUT` of a manifest.
  MANIFEST_PUT("ecr:PutImage");

  private final String permission;

  EcrAction(String permission) {
    this.permission = permission;
  }

  /// The IAM action, as policies write it.
  public String permission() {
    return permission;
  }

  /// What to do about a 401 or 403 from a registry host; empty where the host is not Amazon's or
  /// the status is another.
  public Optional<String> hint(String host, int status) {
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    return EcrHost.parse(host).map(this::hint);
  }

  private String hint(EcrHost host) {
    if (host.isPublic()) {
      return "the public registry needs `ecr-public:GetAuthorizationToken` and"
          + " `sts:GetServiceBearerToken` of those who are signed in";
    }
    String resource =
        this == TOKEN ? "on resource `*`" : "on the repository (its own policy counts too)";
    return "the AWS identity needs `"
        + permission
        + "` "
        + resource
        + " in account "
        + host.account()
        + ", region "
        + host.region();
  }

  /// The step that a request path of the distribution API belongs to.
  ///
  /// @param path such as `/v2/NAME/manifests/TAG`
  public static EcrAction ofPath(String method, String path) {
    if (path.contains("/manifests/")) {
      return method.equals("PUT") ? MANIFEST_PUT : MANIFEST;
    }
    if (path.contains("/blobs/uploads/")) {
      return method.equals("POST") ? UPLOAD : UPLOAD_PART;
    }
    if (path.contains("/blobs/")) {
      return method.equals("HEAD") ? BLOB_CHECK : BLOB;
    }
    return path.contains("/tags/") ? TAGS : TOKEN;
  }
}

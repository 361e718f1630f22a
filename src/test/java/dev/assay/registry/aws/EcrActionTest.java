package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcrActionTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  @ParameterizedTest
  @CsvSource({
    "GET,/v2/app/manifests/latest,ecr:BatchGetImage",
    "HEAD,/v2/team/app/manifests/sha256:00,ecr:BatchGetImage",
    "GET,/v2/app/blobs/sha256:00,ecr:GetDownloadUrlForLayer",
    "HEAD,/v2/app/blobs/sha256:00,ecr:BatchCheckLayerAvailability",
    "GET,/v2/app/tags/list,ecr:ListImages",
    "GET,/v2/,ecr:GetAuthorizationToken",
    "POST,/v2/app/blobs/uploads/,ecr:InitiateLayerUpload",
    "PUT,/v2/app/blobs/uploads/x,ecr:UploadLayerPart",
    "PUT,/v2/app/manifests/latest,ecr:PutImage",
  })
  void namesThePermissionOfEachStep(String method, String path, String permission) {
    String hint = EcrAction.ofPath(method, path).hint(HOST, 403).orElseThrow();
    assertTrue(hint.contains("`" + permission + "`"), hint);
    assertTrue(hint.contains("account 123456789012, region us-east-1"), hint);
  }

  @Test
  void saysNothingAboutOtherHostsAndOtherStatuses() {
    assertEquals(Optional.empty(), EcrAction.BLOB.hint("ghcr.io", 403));
    assertEquals(Optional.empty(), EcrAction.BLOB.hint(HOST, 404));
  }
}

package dev.assay.registry.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// AWS credentials and the place they came from.
record AwsIdentity(AwsCredentials credentials, String place) {
  @Override
  public String toString() {
    return "AwsIdentity[" + place + "]";
  }
}

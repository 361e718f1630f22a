package dev.assay.registry.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrHostTest {
  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-east-1.amazonaws.com,123456789012,us-east-1,false,false",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com,123456789012,us-gov-west-1,true,false",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,123456789012,cn-north-1,false,false",
    "123456789012.dkr-ecr.eu-west-1.on.aws,123456789012,eu-west-1,false,true",
    "123456789012.dkr-ecr-fips.us-east-2.on.aws,123456789012,us-east-2,true,true",
    "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn,123456789012,cn-north-1,false,true",
    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov,123456789012,us-iso-east-1,false,false",
    "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov,123456789012,us-isob-east-1,false,false",
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu,123456789012,eusc-de-east-1,false,false",
    "123456789012.DKR.ECR.US-EAST-1.AMAZONAWS.COM,123456789012,us-east-1,false,false",
  })
  void readsAccountAndRegion(
      String host, String account, String region, boolean fips, boolean dualStack) {
    EcrHost ecr = EcrHost.parse(host).orElseThrow();
    assertEquals(account, ecr.account());
    assertEquals(region, ecr.region());
    assertEquals(fips, ecr.fips());
    assertEquals(dualStack, ecr.dualStack());
  }

  @Test
  void knowsThePublicRegistry() {
    EcrHost ecr = EcrHost.parse("public.ecr.aws").orElseThrow();
    assertTrue(ecr.isPublic());
    assertEquals("us-east-1", ecr.region());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
        "evil-123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "12345678901.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com:8443",
        "123456789012.dkr.ecr.us-east-1.amazonawsXcom",
        "123456789012.dkr-ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.on.aws",
        "123456789012.dkr.ecr.us-east-1/evil.amazonaws.com",
        "public.ecr.aws.evil.example",
        "",
      })
  void leavesEveryOtherHostAlone(String host) {
    assertTrue(EcrHost.parse(host).isEmpty());
  }
}

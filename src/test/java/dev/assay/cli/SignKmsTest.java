package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.sign.fake.FakeKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Signing with keys that AWS keeps, against a stand-in of its key service.
class SignKmsTest extends SigningAsTyped {
  @Test
  void aKeyThatAmazonKeepsSignsAndVerifies() throws Exception {
    try (FakeKms kms = new FakeKms()) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      kms.put(
          "alias/release",
          generator.generateKeyPair(),
          "ECC_NIST_P384",
          "SIGN_VERIFY",
          "ECDSA_SHA_384");
      environment.putAll(kms.environment());
      String key = "awskms:///alias/release";
      expect(0, "public-key", "--key", key, "--outfile", file("kms.pub"), "--debug");
      for (String form : List.of("true", "false")) {
        expect(
            0,
            "sign",
            "--key",
            key,
            "--tlog-upload=false",
            "--new-bundle-format=" + form,
            image.toString(),
            "--debug");
      }
      for (String verifier : List.of(key, file("kms.pub"))) {
        expect(
            0,
            "verify",
            "--key",
            verifier,
            "--insecure-ignore-tlog",
            "--require-signatures",
            "2",
            image.toString());
      }
      Files.writeString(work.resolve("blob"), "bytes");
      expect(
          0,
          "sign-blob",
          "--key",
          key,
          "--tlog-upload=false",
          "--bundle",
          file("b.json"),
          file("blob"));
      assertTrue(Files.readString(work.resolve("b.json")).contains("SHA2_384"));
      for (String verifier : List.of(key, file("kms.pub"))) {
        expect(
            0,
            "verify-blob",
            "--key",
            verifier,
            "--insecure-ignore-tlog",
            "--bundle",
            file("b.json"),
            file("blob"));
      }
      expect(4, "verify", "--key", "awskms:///alias/none", image.toString());
      expect(2, "verify", "--key", "awskms://release", image.toString());
      assertFalse(everything.toString().contains(FakeKms.SECRET));
      assertFalse(everything.toString().contains(FakeKms.SESSION));
    }
  }

  @Test
  void aKeyIsMadeInAwsOnceAndSigns() throws IOException {
    try (FakeKms kms = new FakeKms()) {
      environment.putAll(kms.environment());
      String key = "awskms:///alias/fresh";
      String[] make = {"generate-key-pair", "--kms", key, "--output-key-prefix", file("kms")};
      expect(0, make);
      assertEquals(
          List.of("GetPublicKey", "CreateKey", "CreateAlias", "GetPublicKey"), kms.asked());
      expect(3, make);
      make[4] = file("again");
      expect(0, make);
      assertTrue(err.toString(StandardCharsets.UTF_8).contains("the key is there already"));
      assertEquals(
          Files.readString(work.resolve("kms.pub")), Files.readString(work.resolve("again.pub")));
      assertFalse(Files.exists(work.resolve("kms.key")));
      expect(0, "sign", "--key", key, "--tlog-upload=false", image.toString());
      expect(0, "verify", "--key", file("kms.pub"), "--insecure-ignore-tlog", image.toString());
      make[4] = file("third");
      make[2] = "awskms:///1234abcd-12ab-34cd-56ef-1234567890ab";
      expect(2, make);
      make[2] = "gcpkms://projects/x";
      expect(2, make);
      assertFalse(everything.toString().contains(FakeKms.SECRET));
    }
  }
}

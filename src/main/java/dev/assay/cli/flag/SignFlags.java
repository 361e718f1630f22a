package dev.assay.cli.flag;

import dev.assay.cli.flag.Flag.Kind;
import dev.assay.cli.flag.Flag.Origin;
import java.util.List;
import java.util.stream.Stream;

/// Flags of the commands that sign. Names and meanings are cosign's.
public final class SignFlags {
  public static final Flag KEY =
      text(
          "key",
          "KEY",
          "private key: a file, env://VARIABLE or awskms:///KEY; without one, an identity signs");
  public static final Flag SIGN =
      own(
          Flag.of(
              Kind.OPTIONAL,
              "sign",
              "KEY",
              "sign what is written: with a key, or, without one, as the job's identity"));
  public static final Flag YES =
      own(Flag.toggle("yes", "do not ask before anything is made public")).letter("y");
  public static final Flag TLOG_UPLOAD =
      own(Flag.toggle("tlog-upload", "enter the signature into a transparency log")).orElse("true");
  public static final Flag SIGNING_CONFIG =
      text("signing-config", "FILE", "which services sign, instead of Sigstore's public ones");
  public static final Flag USE_SIGNING_CONFIG =
      own(Flag.toggle("use-signing-config", "cosign's; services come from flags where it is off"))
          .orElse("true");
  public static final Flag NEW_BUNDLE_FORMAT =
      own(Flag.toggle("new-bundle-format", "a bundle beside the image, else cosign's older tags"))
          .orElse("true");
  public static final Flag RECURSIVE =
      own(Flag.toggle("recursive", "sign the images of an index too")).letter("r");
  public static final Flag UPLOAD =
      own(Flag.toggle("upload", "attach it to the image; else it is printed")).orElse("true");
  public static final Flag IDENTITY_TOKEN =
      text("identity-token", "TOKEN|FILE", "an identity provider's token for audience sigstore");
  public static final Flag FULCIO_URL = text("fulcio-url", "URL", "who issues certificates");
  public static final Flag REKOR_URL = text("rekor-url", "URL", "transparency log, version 1");
  public static final Flag TIMESTAMP_URL =
      text("timestamp-server-url", "URL", "timestamp authority").alias("tsa-url");
  public static final Flag PREDICATE =
      text("predicate", "FILE", "what is said: a JSON document, or text for custom and spdx");
  public static final Flag STATEMENT =
      text("statement", "FILE", "a whole in-toto statement, signed as it is");
  public static final Flag OUTPUT_SIGNATURE =
      text("output-signature", "FILE", "write the signature alone, base64");
  public static final Flag OUTPUT_CERTIFICATE =
      text("output-certificate", "FILE", "write the certificate alone (PEM)");
  public static final Flag KMS =
      text("kms", "KEY", "make the key in AWS KMS, under the alias of awskms:///alias/NAME");
  public static final Flag KEY_PREFIX =
      own(text("output-key-prefix", "NAME", "files are NAME.key and NAME.pub")).orElse("cosign");
  public static final Flag IMPORTED_PREFIX =
      own(text("output-key-prefix", "NAME", "files are NAME.key and NAME.pub"))
          .orElse("import-cosign");
  public static final Flag OUTFILE = text("outfile", "FILE", "write it there, not on stdout");
  public static final Flag SIGNED_ANNOTATIONS =
      own(Flag.of(Kind.REPEATED, "annotations", "KEY=VALUE", "to be signed along").letter("a"));

  public static final FlagGroup HOW =
      new FlagGroup(
          "Signing",
          List.of(
              KEY,
              YES,
              TLOG_UPLOAD,
              NEW_BUNDLE_FORMAT,
              IDENTITY_TOKEN,
              SIGNING_CONFIG,
              VerifyFlags.TRUSTED_ROOT,
              FULCIO_URL,
              REKOR_URL,
              TIMESTAMP_URL));
  public static final FlagGroup IMAGE =
      new FlagGroup("Image", List.of(SIGNED_ANNOTATIONS, RECURSIVE, UPLOAD));
  public static final FlagGroup ATTESTATION =
      new FlagGroup("Statement", List.of(PREDICATE, STATEMENT, VerifyFlags.TYPE, UPLOAD));
  public static final FlagGroup BLOB =
      new FlagGroup("Output", List.of(VerifyFlags.BUNDLE, OUTPUT_SIGNATURE, OUTPUT_CERTIFICATE));

  /// Of commands that sign what they write, where they are asked to.
  public static final FlagGroup INVENTORY =
      new FlagGroup(
          "Signing",
          List.of(
              SIGN,
              KEY,
              YES,
              TLOG_UPLOAD,
              IDENTITY_TOKEN,
              SIGNING_CONFIG,
              VerifyFlags.TRUSTED_ROOT,
              FULCIO_URL,
              REKOR_URL,
              TIMESTAMP_URL));

  public static final FlagGroup SHIP =
      new FlagGroup(
          "Signing",
          Stream.concat(INVENTORY.flags().stream(), Stream.of(SIGNED_ANNOTATIONS)).toList());

  /// Accepted: it says what is done anyway.
  public static final List<Flag> MOOT = List.of(USE_SIGNING_CONFIG);

  private SignFlags() {}

  private static Flag text(String name, String label, String text) {
    return own(Flag.of(Kind.TEXT, name, label, text));
  }

  private static Flag own(Flag flag) {
    return flag.from(Origin.ASSAY);
  }
}

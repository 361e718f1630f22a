package dev.assay.cli.sign;

import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.VerifyFlags;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.bundle.PredicateTypes;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.check.Verified;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.image.LegacyReader;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A file's signature in any of the forms that cosign has written: a bundle, its older bundle
/// (`base64Signature`, `cert`, `rekorBundle`), or signature, certificate and timestamp apart.
final class BlobSignature {
  private static final int MAX_PART = 1 << 20;

  private final Settings settings;

  BlobSignature(Settings settings) {
    this.settings = settings;
  }

  /// @param hasKey whether a key is given: a certificate, then, is somebody else's business
  Bundle read(boolean hasKey) {
    Optional<Path> bundle = BlobCommands.named(settings, VerifyFlags.BUNDLE);
    if (bundle.isPresent()) {
      byte[] document = FileBytes.read(bundle.get(), BundleReader.MAX_BYTES);
      Json json = ExactKeys.parse(document, "bundle");
      return json.at("base64Signature").isNull()
          ? BundleReader.read(document)
          : older(json, hasKey);
    }
    String said =
        settings
            .text(VerifyFlags.SIGNATURE)
            .orElseThrow(() ->
                new UsageFailure(
                    "cannot verify without a signature", "give --bundle FILE, or --signature"));
    Path file = said.length() < 4096 ? Path.of(said) : Path.of("");
    String text =
        Files.isRegularFile(file)
            ? new String(FileBytes.read(file, MAX_PART), StandardCharsets.UTF_8).strip()
            : said;
    return bundle(decoded(text), material(hasKey), List.of());
  }

  private Bundle older(Json json, boolean hasKey) {
    List<LogEntry> entries = new ArrayList<>();
    if (!json.at("rekorBundle").isNull()) {
      entries.add(LegacyReader.entry(json.at("rekorBundle")));
    }
    String pem = new String(decoded(json.text("cert")).bytes(), StandardCharsets.UTF_8);
    Material material =
        pem.contains("BEGIN CERTIFICATE") ? LegacyReader.certificates(pem) : material(hasKey);
    return bundle(decoded(json.text("base64Signature")), material, entries);
  }

  private Material material(boolean hasKey) {
    Optional<Path> certificate = BlobCommands.named(settings, VerifyFlags.CERTIFICATE);
    return certificate.isPresent() && !hasKey
        ? LegacyReader.certificates(
            new String(FileBytes.read(certificate.get(), MAX_PART), StandardCharsets.UTF_8))
        : new Material.KeyHint("");
  }

  private Bundle bundle(Octets signature, Material material, List<LogEntry> entries) {
    List<Octets> stamps =
        BlobCommands.named(settings, VerifyFlags.RFC3161).stream()
            .map(file ->
                decoded(
                    ExactKeys.parse(FileBytes.read(file, MAX_PART), "timestamp")
                        .text("SignedRFC3161Timestamp")))
            .toList();
    return new Bundle(
        Bundle.LEGACY,
        material,
        entries,
        stamps,
        new Content.Message(Hash.SHA256, Octets.NONE, signature));
  }

  private static Octets decoded(String base64) {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot read the signature: it is not base64");
    }
  }

  /// Whether it is a signature: of bytes, or as an image's, which says nothing else. Any other
  /// statement is about them too, and may say that they are bad.
  static void checkSignature(Verified verified, boolean acceptsAny) throws Refused {
    String type = verified.statement().map(Statement::predicateType).orElse(Statement.SIGNATURE);
    if (!acceptsAny && !type.equals(Statement.SIGNATURE)) {
      throw new Refused(Reason.ONLY_ATTESTED, "it is an attestation (" + type + "), no signature");
    }
  }

  /// Whether it is a statement of that type.
  static void checkStatement(Verified verified, String type) throws Refused {
    String wanted = PredicateTypes.uri(type);
    String found =
        verified
            .statement()
            .orElseThrow(
                () -> new Refused(Reason.NOT_A_STATEMENT, "it signs bare bytes, no statement"))
            .predicateType();
    if (!found.equals(wanted) && !found.startsWith(wanted + "/v")) {
      throw new Refused(
          Reason.WRONG_PREDICATE_TYPE, "the statement is `" + found + "`, not `" + wanted + "`");
    }
  }
}

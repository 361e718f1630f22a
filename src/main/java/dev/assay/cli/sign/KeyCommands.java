package dev.assay.cli.sign;

import dev.assay.cli.flag.Flag;
import dev.assay.cli.flag.FlagGroup;
import dev.assay.cli.flag.Paths;
import dev.assay.cli.flag.Settings;
import dev.assay.cli.flag.SignFlags;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.sign.key.KeyFile;
import dev.assay.sign.key.KmsReference;
import dev.assay.sign.key.KmsSigner;
import dev.assay.sign.key.LocalSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// `assay generate-key-pair`, `import-key-pair` and `public-key`.
public final class KeyCommands {
  public static final List<FlagGroup> GENERATE =
      List.of(new FlagGroup("Key", List.of(SignFlags.KEY_PREFIX, SignFlags.KMS)));
  public static final List<FlagGroup> IMPORT =
      List.of(new FlagGroup("Key", List.of(SignFlags.KEY, SignFlags.IMPORTED_PREFIX)));
  public static final List<FlagGroup> PUBLIC =
      List.of(new FlagGroup("Key", List.of(SignFlags.KEY, SignFlags.OUTFILE)));

  private static final int MAX_KEY = 1 << 20;

  private KeyCommands() {}

  /// Makes a key pair.
  ///
  /// @return the exit code
  public static int generate(SignCall call) {
    Optional<String> kms = call.settings().text(SignFlags.KMS);
    if (kms.isPresent()) {
      return kept(call, kms.get());
    }
    return write(call, LocalSigner.generate(), SignFlags.KEY_PREFIX);
  }

  /// Encrypts a key that another program has made.
  ///
  /// @return the exit code
  public static int imported(SignCall call) {
    Path file = keyFile(call.settings());
    String pem = new String(FileBytes.read(file, MAX_KEY), StandardCharsets.UTF_8);
    LocalSigner key = KeyFile.read(pem, new KeyReader(call)::password, "key " + file);
    return write(call, key, SignFlags.IMPORTED_PREFIX);
  }

  private static Path keyFile(Settings settings) {
    return Paths.of(
        settings
            .text(SignFlags.KEY)
            .orElseThrow(() -> new UsageFailure("cannot import without `--key FILE`")),
        settings.place(SignFlags.KEY));
  }

  /// Prints a public key.
  ///
  /// @return the exit code
  public static int publicKey(SignCall call) throws IOException {
    String reference =
        call.settings()
            .text(SignFlags.KEY)
            .orElseThrow(() -> new UsageFailure("cannot tell a public key without `--key KEY`"));
    String pem = new KeyReader(call).publicKey(reference).pem();
    Optional<String> file = call.settings().text(SignFlags.OUTFILE);
    if (file.isEmpty()) {
      call.print(pem);
    } else {
      Files.writeString(Paths.of(file.get(), call.settings().place(SignFlags.OUTFILE)), pem);
    }
    return 0;
  }

  /// AWS makes the key and keeps it; its public half alone is written.
  private static int kept(SignCall call, String reference) {
    if (!reference.startsWith(KmsReference.SCHEME)) {
      throw new UsageFailure(
          "cannot make a key in `" + reference + "`: it is not built yet in this version",
          "keys are made in AWS KMS: awskms:///alias/NAME");
    }
    Path open = fresh(call, SignFlags.KEY_PREFIX, ".pub");
    KmsSigner key = new KeyReader(call).kept(reference);
    boolean isNew = key.make();
    try {
      Files.writeString(open, key.publicKey().pem(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new InputFailure("cannot write " + open + ": " + e.getMessage());
    }
    call.say((isNew ? "key made: " : "the key is there already: ") + reference);
    call.say("public key written to " + open);
    return 0;
  }

  private static Path fresh(SignCall call, Flag prefixFlag, String ending) {
    String prefix = call.settings().text(prefixFlag).orElse("cosign");
    Path file = Paths.of(prefix + ending, call.settings().place(prefixFlag));
    if (Files.exists(file)) {
      throw new InputFailure(
          "cannot write " + file + ": it is there already",
          "move it away, or choose another name with --output-key-prefix");
    }
    return file;
  }

  private static int write(SignCall call, LocalSigner key, Flag prefixFlag) {
    Path secret = fresh(call, prefixFlag, ".key");
    Path open = fresh(call, prefixFlag, ".pub");
    String password = newPassword(call);
    try {
      // Nobody but its owner ever reads the key, not even while it is written.
      try (var out =
          Files.newByteChannel(
              secret,
              java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        out.write(
            java.nio.ByteBuffer.wrap(
                KeyFile.encrypted(key, password).getBytes(StandardCharsets.US_ASCII)));
      }
      Files.writeString(open, key.publicKey().pem(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new InputFailure("cannot write " + e.getFile() + ": it is there already");
    } catch (IOException e) {
      throw new InputFailure("cannot write " + secret + ": " + e.getMessage());
    }
    call.say("private key written to " + secret);
    call.say("public key written to " + open);
    return 0;
  }

  private static String newPassword(SignCall call) {
    String said = call.settings().environment().get("COSIGN_PASSWORD");
    if (said != null) {
      return said;
    }
    String first =
        call.secret("password for the private key: ")
            .orElseThrow(() ->
                new UsageFailure(
                    "cannot encrypt the private key: there is nobody to ask for a password",
                    "set COSIGN_PASSWORD; an empty one is one too"));
    String second = call.secret("the same again: ").orElse("");
    if (!first.equals(second)) {
      throw new UsageFailure("cannot encrypt the private key: the passwords differ");
    }
    return first;
  }
}

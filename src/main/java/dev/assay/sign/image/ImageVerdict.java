package dev.assay.sign.image;

import dev.assay.model.Digest;
import dev.assay.sign.verdict.Reason;
import java.util.List;

/// What is known about an image's signatures.
public record ImageVerdict(Digest image, List<Accepted> accepted, List<Rejected> rejected) {
  public ImageVerdict {
    accepted = List.copyOf(accepted);
    rejected = List.copyOf(rejected);
  }

  /// Whether nothing was found that even claims to be what was looked for.
  public boolean isUnsigned() {
    return accepted.isEmpty()
        && rejected.stream().allMatch(r -> r.reason() == Reason.ONLY_ATTESTED);
  }

  /// Whether all that was found is signed with keys, where an identity was asked for.
  public boolean lacksCertificate() {
    return accepted.isEmpty()
        && rejected.stream().anyMatch(r -> r.reason() == Reason.WRONG_MATERIAL)
        && rejected.stream()
            .allMatch(
                r -> r.reason() == Reason.WRONG_MATERIAL || r.reason() == Reason.ONLY_ATTESTED);
  }
}

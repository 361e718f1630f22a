package dev.assay.ship;

import dev.assay.failure.Printable;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.policy.Verdict;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.artifact.ImageCopy;
import dev.assay.report.VulnPredicate;
import dev.assay.scan.Inspection;
import dev.assay.scan.Inspection.Inspected;
import dev.assay.sign.image.RegistryStore;
import dev.assay.sign.policy.Rule;
import dev.assay.sign.write.Statements;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Resolves once, scans, holds the result to the gate, and only then writes: first all that belongs
/// to the digest, then, when what stands there was verified, the tag.
public final class Ship {
  private static final int MAX_LINE = 2_000;

  private final Order order;
  private final Inspector inspector;
  private final Lines lines;
  private final Progress progress;

  /// @param lines takes what was done, a line each
  public Ship(Order order, Inspector inspector, Lines lines, Progress progress) {
    this.order = order;
    this.inspector = inspector;
    this.lines = lines;
    this.progress = progress;
  }

  /// Takes lines for people.
  @FunctionalInterface
  public interface Lines {
    /// @throws IOException where they cannot be written
    void line(String text) throws IOException;
  }

  /// Scans what was named.
  @FunctionalInterface
  public interface Inspector {
    /// @throws IOException where bytes did not arrive
    List<Inspected> inspect(Inspection.Target target) throws IOException;
  }

  /// Does all of it.
  ///
  /// @return the exit code: 0 where the tag names the image, the gate's where it does not pass
  /// @throws dev.assay.failure.Failure where something cannot be done: the tag is then what it was
  /// @throws IOException where bytes did not arrive
  public int run() throws IOException {
    ImageCopy resolving = new ImageCopy(order.source(), order.target(), false, progress);
    PulledManifest top = resolving.resolve(order.platform().map(PlatformChoice::platform));
    boolean isIndex = top.manifest() instanceof ImageIndex;
    say("resolve", order.source().ref() + " is " + top.digest() + (isIndex ? ", an index" : ""));
    Cargo cargo = inspect(top, isIndex);
    int code = gate(top, cargo);
    if (code != 0) {
      say("stopped", "nothing is written to " + order.target().ref().name());
      return code;
    }
    List<Step> steps = steps(top, cargo);
    Step tag = new TagStep(order.source(), order.target(), top, progress);
    Shelf before = shelf();
    for (Step step : steps) {
      take(step, before);
    }
    if (!order.isRehearsal()) {
      Shelf after = shelf();
      steps.forEach(step -> step.verify(after));
      say("verify", steps.size() + " of " + steps.size() + " hold at " + name());
    }
    take(tag, before);
    if (!order.isRehearsal()) {
      tag.verify(before);
    }
    return 0;
  }

  private String name() {
    return order.target().ref().name();
  }

  private void say(String word, String text) throws IOException {
    lines.line(Printable.of(word + ": " + text, MAX_LINE));
  }

  private void take(Step step, Shelf shelf) throws IOException {
    if (step.isThere(shelf)) {
      say(step.name(), "there already: " + step.subject());
    } else if (order.isRehearsal()) {
      say(step.name(), "to do: " + step.subject());
    } else {
      say(step.name(), step.run());
    }
  }

  /// Fetches nothing twice; a new one believes nothing of what was there before.
  private Shelf shelf() {
    ImageRef target = order.target().ref();
    return new Shelf(new RegistryStore(order.target().registry(), target, target));
  }

  private Cargo inspect(PulledManifest top, boolean isIndex) throws IOException {
    ImageRef source = order.source().ref();
    Instant started = order.clock().instant();
    List<Inspected> inspected =
        inspector.inspect(
            new Inspection.Target(
                source.at(top.digest()),
                isIndex,
                order.platform().orElse(PlatformChoice.DEFAULT),
                source.toString()));
    for (Inspected image : inspected) {
      say(
          "scan",
          image.image().digest().map(Digest::toString).orElse("")
              + ": "
              + image.complete().findings().size()
              + " findings, "
              + Cargo.words(image.complete().database()));
    }
    return new Cargo(
        order, top, inspected, Job.of(order.environment(), started, order.clock().instant()));
  }

  /// The verdict on every image, and the user's rules over what would be said of them together.
  private int gate(PulledManifest top, Cargo cargo) throws IOException {
    List<Verdict> verdicts = cargo.images().stream().map(Inspected::verdict).toList();
    int code = Verdict.exitCode(verdicts);
    for (Inspected image : cargo.images()) {
      if (image.verdict().exitCode() != 0) {
        say("gate", "does not pass: " + image.image() + ": " + image.verdict().reason());
      }
    }
    byte[] statement =
        Statements.attestation(
            subject(top.digest()), "vuln", cargo.predicate(), order.clock().instant());
    for (Rule rule : order.rules()) {
      String problem = rule.problem(Json.parse(statement, "statement"));
      if (!problem.isEmpty()) {
        say("gate", "does not pass: `" + rule.text().strip() + "`: " + problem);
        code = code == 0 ? order.refusal() : code;
      }
    }
    if (code == 0) {
      say("gate", "passed");
    }
    return code;
  }

  private Statements.Subject subject(Digest digest) {
    return new Statements.Subject(order.target().ref().publicName(), digest);
  }

  /// In this order: what is signed must be there before.
  private List<Step> steps(PulledManifest top, Cargo cargo) {
    List<Step> steps = new ArrayList<>();
    steps.add(new CopyStep(order.source(), order.target(), top, progress));
    List<Document> bills = cargo.bills();
    bills.forEach(bill -> steps.add(new AttachStep(order.target(), bill)));
    Optional<Signatory> signatory = order.signing().map(signing -> signing.get());
    if (signatory.isEmpty()) {
      cargo.reports().forEach(report -> steps.add(new AttachStep(order.target(), report)));
      return steps;
    }
    Signatory by = signatory.get();
    bills.forEach(bill -> steps.add(attested(bill, by)));
    for (Map.Entry<Descriptor, VulnPredicate> scan : cargo.scans().entrySet()) {
      VulnPredicate found = scan.getValue();
      Said said =
          Said.about(
              subject(scan.getKey().digest()),
              "vuln",
              cargo.write(found),
              predicate -> cargo.isCurrent(found, predicate));
      steps.add(new SignStep(order.target(), scan.getKey(), said, by));
    }
    for (Descriptor manifest : cargo.scans().keySet()) {
      Said said = Said.signature(manifest.digest(), order.annotations());
      steps.add(new SignStep(order.target(), manifest, said, by));
    }
    return steps;
  }

  private Step attested(Document bill, Signatory by) {
    byte[] content = bill.content().bytes();
    Json predicate = Json.parse(content, bill.word());
    Said said =
        Said.about(subject(bill.image().digest()), bill.statement(), content, predicate::equals);
    return new SignStep(order.target(), bill.image(), said, by);
  }
}

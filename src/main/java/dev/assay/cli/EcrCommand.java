package dev.assay.cli;

import dev.assay.cli.Verb.Example;
import dev.assay.cli.flag.ImageFlags;
import dev.assay.cli.flag.TrivyFlags;
import dev.assay.scan.Scan;
import java.io.IOException;
import java.util.List;

/// `assay ecr [--region R] REF…`.
final class EcrCommand {
  static final String SUMMARY = "Scan images in Amazon ECR, with AWS credentials";

  private EcrCommand() {}

  static Verb verb() {
    return new Verb(
        "ecr",
        SUMMARY,
        "REF…|'PATTERN'…",
        List.of(
            new Example(
                "Account and region are read from the name",
                "assay ecr 123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app:latest"),
            new Example(
                "The newest image of each repository; shared layers are read once",
                "assay ecr --region us-east-1 'prod-*'"),
            new Example(
                "Every image with such a tag", "assay ecr --region us-east-1 'team/*:release-*'"),
            new Example(
                "With a profile from ~/.aws/config, or any other AWS credentials",
                "AWS_PROFILE=prod assay ecr --region us-east-1"
                    + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app:latest")),
        ScanRequest.imageGroups(ImageFlags.ECR_GROUP),
        TrivyFlags.GROUP.flags(),
        EcrCommand::run);
  }

  private static int run(Invocation call) throws IOException {
    ScanRequest.needs(
        !call.operands().isEmpty() || ScanRequest.onlyUpdates(call.settings()),
        call,
        "the name of an image");
    return ScanRequest.run(call, ImageFlags.readEcr(call.settings(), call.operands()), Scan::image);
  }
}

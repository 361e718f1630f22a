package dev.assay.advisory.feed;

import dev.assay.failure.UsageFailure;
import java.util.List;

/// Azure Linux publishes OVAL, which this version cannot read: it says so.
public final class AzureOval implements Feed {
  @Override
  public Facts facts() {
    return new Facts(
        "azure",
        "Azure Linux and CBL-Mariner packages; its own form (OVAL) is not read yet",
        "MIT",
        List.of(
            "https://github.com/microsoft/AzureLinuxVulnerabilityData/archive/refs/heads/main.tar.gz"),
        DataSources.AZURE);
  }

  @Override
  public boolean wants(String file) {
    return false;
  }

  @Override
  public void read(FeedInput input, FeedSink sink) {
    throw new UsageFailure(
        "cannot read source azure: OVAL is not read yet in this version",
        "leave it out; `assay db sources` says what can be read");
  }
}

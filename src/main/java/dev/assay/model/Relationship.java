package dev.assay.model;

/// How a component came to be there, in Trivy's words.
public enum Relationship {
  UNKNOWN,
  ROOT,
  WORKSPACE,
  DIRECT,
  INDIRECT
}

package dev.assay.match;

import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Relationship;
import java.util.Map;

/// What Kubernetes' own advisories call a program. They speak of the releases of Kubernetes,
/// 1.30.2, and name each program after the library that it is made of, which has versions of its
/// own: so they count for the main module of a program alone, never for what is linked into others.
///
/// Source: <https://kubernetes.io/docs/reference/issues-security/official-cve-feed/>
final class Kubernetes {
  static final Ecosystem ECOSYSTEM = new Ecosystem("kubernetes", "");
  private static final String ITSELF = "k8s.io/kubernetes";
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "kube-apiserver", "k8s.io/apiserver",
          "kube-controller-manager", "k8s.io/controller-manager",
          "kube-proxy", "k8s.io/kube-proxy",
          "kubectl", "k8s.io/kubectl",
          "kubelet", "k8s.io/kubelet");

  private Kubernetes() {}

  /// The name its advisories have for a component found in a Go program; empty where none can speak
  /// of it.
  static String name(Component component) {
    String module = component.name();
    boolean isTheirs =
        module.startsWith("k8s.io/")
            || module.startsWith("sigs.k8s.io/")
            || module.startsWith("github.com/kubernetes-csi/");
    if (!isTheirs || component.relationship() != Relationship.ROOT) {
      return "";
    }
    String main = component.detail("program");
    return module.equals(ITSELF)
        ? PROGRAMS.getOrDefault(main.substring(main.lastIndexOf('/') + 1), ITSELF)
        : module;
  }
}

package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32;

/** A program of the test bed: where Go finds it, at which version. */
enum Tool {
  ETCD("etcd", "3.7.3", "etcd", "."),
  API_SERVER("kube-apiserver", Tool.KUBERNETES, "kubernetes", "./kube-apiserver"),
  CONTROLLER_MANAGER(
      "kube-controller-manager", Tool.KUBERNETES, "kubernetes", "./kube-controller-manager"),
  SCHEDULER("kube-scheduler", Tool.KUBERNETES, "kubernetes", "./kube-scheduler"),
  KWOK("kwok", Tool.KWOK_VERSION, "", "sigs.k8s.io/kwok/cmd/kwok@v" + Tool.KWOK_VERSION),
  HELM4("helm", "4.3.1", "", "helm.sh/helm/v4/cmd/helm@v4.3.1"),
  HELM3("helm", "3.22.0", "", "helm.sh/helm/v3/cmd/helm@v3.22.0"),
  REGISTRY("registry", "3.1.2", "", "github.com/distribution/distribution/v3/cmd/registry@v3.1.2"),
  PROMETHEUS(
      "prometheus",
      Tool.PROMETHEUS_VERSION,
      "prometheus",
      "github.com/prometheus/prometheus/cmd/prometheus"),
  PROMTOOL(
      "promtool",
      Tool.PROMETHEUS_VERSION,
      "prometheus",
      "github.com/prometheus/prometheus/cmd/promtool"),
  ORACLE("oracle", "4.3.1", "oracle", ".");

  static final String KUBERNETES = "1.36.3";
  static final String KWOK_VERSION = "0.8.0";
  static final String PROMETHEUS_VERSION = "3.5.3";

  static final List<Tool> CLUSTER = List.of(ETCD, API_SERVER, CONTROLLER_MANAGER, SCHEDULER, KWOK);
  static final List<Tool> HELM = List.of(HELM4, HELM3);
  static final List<Tool> MONITORING = List.of(PROMETHEUS, PROMTOOL);

  /** The files of our own Go modules, which travel as resources and so cannot be listed. */
  static final List<String> MODULE_FILES =
      List.of(
          "etcd/go.mod",
          "etcd/go.sum",
          "etcd/main.go",
          "kubernetes/go.mod",
          "kubernetes/go.sum",
          "kubernetes/kube-apiserver/main.go",
          "kubernetes/kube-controller-manager/main.go",
          "kubernetes/kube-scheduler/main.go",
          "oracle/charts.go",
          "oracle/functions.go",
          "oracle/functions.s",
          "oracle/go.mod",
          "oracle/go.sum",
          "oracle/main.go",
          "oracle/patches.go",
          "oracle/speed.go",
          "oracle/status.go",
          "prometheus/go.mod",
          "prometheus/go.sum");

  final String program;
  final String version;

  /** The folder of our own Go module, or "" where {@code go install} suffices. */
  final String module;

  /** What Go is asked to build. */
  final String target;

  Tool(String program, String version, String module, String target) {
    this.program = program;
    this.version = version;
    this.module = module;
    this.target = target;
  }

  /** The name of its place in the cache: another version, or source of ours, is another place. */
  String place() {
    String place = program + "-" + version;
    return this == ORACLE ? place + "-" + sourceDigest() : place;
  }

  private String sourceDigest() {
    CRC32 digest = new CRC32();
    for (String file : MODULE_FILES) {
      if (!file.startsWith(module + "/")) continue;
      try (InputStream content = Binaries.resource(file)) {
        digest.update(content.readAllBytes());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return Long.toHexString(digest.getValue());
  }

  /** A program built without its version tells others that it is an older one, or 0.0. */
  String linkerFlags() {
    String[] numbers = version.split("\\.", -1);
    String plain = "-s -w";
    if (module.equals("kubernetes")) {
      String variable = " -X k8s.io/component-base/version.";
      return plain
          + (variable + "gitVersion=v" + version)
          + (variable + "gitMajor=" + numbers[0])
          + (variable + "gitMinor=" + numbers[1]);
    }
    return program.equals("helm")
        ? plain + " -X helm.sh/helm/v" + numbers[0] + "/internal/version.version=v" + version
        : plain;
  }
}

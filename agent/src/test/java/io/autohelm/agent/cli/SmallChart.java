package io.autohelm.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A chart with a workload, notes, a hook and a test. */
final class SmallChart {
  private SmallChart() {}

  static Path in(Path chart) throws IOException {
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(
        chart.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: shop
        version: 1.2.3
        appVersion: "9"
        annotations: {z: "1", a: b}
        """);
    Files.writeString(chart.resolve("values.yaml"), "size: 1\nmore: {z: 1, a: [x]}\n");
    Files.writeString(chart.resolve("templates/NOTES.txt"), "Size {{ .Values.size }}\n\n");
    Files.writeString(
        chart.resolve("templates/all.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-config"}
        data: {size: "{{ .Values.size }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-with-a-long-name"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          selector: {matchLabels: {app: "{{ .Release.Name }}"}}
          template:
            metadata: {labels: {app: "{{ .Release.Name }}"}}
            spec: {containers: [{name: c, image: "i:1"}]}
        """);
    Files.writeString(
        chart.resolve("templates/test.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-test", annotations: {helm.sh/hook: test}}
        spec: {restartPolicy: Never, containers: [{name: c, image: "i:1"}]}
        """);
    Files.writeString(
        chart.resolve("templates/job.yaml"),
        """
        {{- if .Values.hook }}
        apiVersion: v1
        kind: Pod
        metadata:
          name: "{{ .Release.Name }}-before"
          annotations:
            helm.sh/hook: pre-install,pre-upgrade,pre-rollback,pre-delete
            testbed.autohelm.io/outcome: "{{ .Values.hook }}"
        spec: {restartPolicy: Never, containers: [{name: c, image: "i:1"}]}
        {{- end }}
        """);
    return chart;
  }
}

package io.autohelm.agent.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/** The charts of the soak's repository. Each says its own version in what it renders. */
final class SoakCharts {
  /** A workload: objects that are waited for. */
  static final String WEB = "web";

  /** Many small objects and a Secret, whose number changes. */
  static final String NOTE = "note";

  /** Hooks before and after. */
  static final String TASK = "task";

  /** A claim, which goes only with somebody's consent. */
  static final String DATA = "data";

  private static final String WEB_OBJECTS =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: { name: "{{ .Values.fullname | default .Release.Name }}" }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: "{{ .Values.fullname | default .Release.Name }}" }
      spec: { selector: { app: "{{ .Release.Name }}" }, ports: [ { port: 80 } ] }
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: "{{ .Release.Name }}"
        labels: { chart-version: "{{ .Chart.Version }}" }
      spec:
        replicas: {{ .Values.replicas }}
        selector: { matchLabels: { app: "{{ .Release.Name }}" } }
        template:
          metadata:
            labels: { app: "{{ .Release.Name }}", word: "{{ .Values.word }}" }
            annotations: { testbed.autohelm.io/outcome: "{{ .Values.outcome }}" }
          spec:
            serviceAccountName: "{{ .Values.fullname | default .Release.Name }}"
            containers: [ { name: web, image: "nginx:{{ .Chart.Version }}" } ]
      """;

  private static final String NOTE_OBJECTS =
      """
      {{- range $i := until (int .Values.count) }}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ $.Release.Name }}-{{ $i }}" }
      data: { word: "{{ $.Values.word }}", version: "{{ $.Chart.Version }}" }
      {{- end }}
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: "{{ .Release.Name }}" }
      data:
        password: {{ .Values.password | b64enc | quote }}
        apiToken: {{ .Values.apiToken | b64enc | quote }}
      """;

  private static final String TASK_OBJECTS =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: "{{ .Release.Name }}-before"
        annotations: { helm.sh/hook: "pre-install,pre-upgrade" }
      spec:
        template:
          spec: { restartPolicy: Never, containers: [ { name: x, image: busybox } ] }
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: "{{ .Release.Name }}-after"
        annotations:
          helm.sh/hook: "post-install,post-upgrade"
          helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"
      spec: { restartPolicy: Never, containers: [ { name: x, image: busybox } ] }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ .Release.Name }}" }
      data: { word: "{{ .Values.word }}", version: "{{ .Chart.Version }}" }
      """;

  private static final String DATA_OBJECTS =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: { name: "{{ .Release.Name }}" }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ""
        resources: { requests: { storage: 1Mi } }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ .Release.Name }}" }
      data: { word: "{{ .Values.word }}", version: "{{ .Chart.Version }}" }
      """;

  private static final Map<String, String> OBJECTS =
      Map.of(WEB, WEB_OBJECTS, NOTE, NOTE_OBJECTS, TASK, TASK_OBJECTS, DATA, DATA_OBJECTS);

  private SoakCharts() {}

  /**
   * The files of a chart.
   *
   * @param patch the last number of its version
   * @param broken whether its template cannot be rendered
   */
  static Map<String, String> files(String chart, int patch, boolean broken) {
    Map<String, String> files = new LinkedHashMap<>();
    String folder = "charts/" + chart + "/";
    files.put(
        folder + "Chart.yaml", "apiVersion: v2\nname: " + chart + "\nversion: 1.0." + patch + "\n");
    files.put(
        folder + "values.yaml",
        "word: none\nreplicas: 1\ncount: 1\noutcome: ready\npassword: none\napiToken: none\n");
    files.put(
        folder + "templates/all.yaml",
        OBJECTS.get(chart) + (broken ? "---\n{{ fail \"taken back soon\" }}\n" : ""));
    return files;
  }
}

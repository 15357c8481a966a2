package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;

/** A Deployment as a server shows it, with its book of managed fields. */
final class MetadataSamples {
  static final String OURS =
      """
      - manager: helm
        operation: Apply
        apiVersion: apps/v1
        time: "2026-01-01T10:00:00Z"
        fieldsV1:
          f:spec:
            f:replicas: {}
            f:template: { f:spec: { f:containers: { 'k:{"name":"web"}': { f:image: {}, f:args: {} } } } }
      """;

  private MetadataSamples() {}

  static KubeObject object(String uid, int generation, int version, String entries) {
    return KubeObject.parseAll(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: shop
              uid: %s
              generation: %d
              resourceVersion: "%d"
              managedFields:
            %s
            spec:
              replicas: 3
              paused: true
              template:
                spec:
                  containers:
                    - { name: side, image: a }
                    - { name: web, image: b, args: [x, z], ports: [{ containerPort: 80, protocol: TCP }] }
            """
                .formatted(uid, generation, version, entries.indent(4)))
        .get(0);
  }
}

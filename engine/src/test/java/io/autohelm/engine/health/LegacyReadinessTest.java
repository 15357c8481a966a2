package io.autohelm.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LegacyReadinessTest {
  private static KubeObject object(String apiVersion, String kind, String metadata, String rest) {
    return KubeObject.parseAll(
            "apiVersion: %s\nkind: %s\nmetadata: { name: x, uid: u, generation: 2%s }\n%s"
                .formatted(apiVersion, kind, metadata.isEmpty() ? "" : ", " + metadata, rest))
        .get(0);
  }

  private static KubeObject replicaSet(String image, String created, String status) {
    return object(
        "apps/v1",
        "ReplicaSet",
        "ownerReferences: [ { controller: true, uid: u } ], creationTimestamp: '" + created + "'",
        """
        spec: { template: { metadata: { labels: { app: x, pod-template-hash: h } }, spec: { image: %s } } }
        status: { %s }
        """
            .formatted(image, status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 | ConfigMap | data: { } | CURRENT",
        "v1 | Pod | 'status: { conditions: [ { type: Ready, status: \"True\" } ] }' | CURRENT",
        "v1 | Pod | 'status: { phase: Succeeded }' | IN_PROGRESS",
        "batch/v1 | Job | 'spec: { completions: 1, backoffLimit: 2 }\nstatus: { succeeded: 1 }' | CURRENT",
        "batch/v1 | Job | 'spec: { completions: 1, backoffLimit: 2 }\nstatus: { failed: 2 }' | IN_PROGRESS",
        "batch/v1 | Job | 'spec: { completions: 1, backoffLimit: 2 }\nstatus: { failed: 3 }' | FAILED",
        "v1 | PersistentVolumeClaim | 'status: { phase: Pending }' | IN_PROGRESS",
        "v1 | PersistentVolumeClaim | 'status: { phase: Bound }' | CURRENT",
        "v1 | Service | 'spec: { type: ExternalName }' | CURRENT",
        "v1 | Service | 'spec: { type: ClusterIP }' | IN_PROGRESS",
        "v1 | Service | 'spec: { clusterIP: None }' | CURRENT",
        "v1 | Service | 'spec: { type: LoadBalancer, clusterIP: 1.2.3.4 }' | IN_PROGRESS",
        "v1 | Service | 'spec: { type: LoadBalancer, clusterIP: 1.2.3.4, externalIPs: [ a ] }' | CURRENT",
        "v1 | Service | 'spec: { type: LoadBalancer, clusterIP: 1.2.3.4 }\nstatus: { loadBalancer: { ingress: [ { ip: b } ] } }' | CURRENT",
        "apps/v1 | DaemonSet | 'status: { observedGeneration: 1 }' | IN_PROGRESS",
        "apps/v1 | DaemonSet | 'spec: { updateStrategy: { type: OnDelete } }\nstatus: { observedGeneration: 2, desiredNumberScheduled: 2 }' | CURRENT",
        "apps/v1 | DaemonSet | 'spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 1 } } }\nstatus: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberReady: 2 }' | IN_PROGRESS",
        "apps/v1 | DaemonSet | 'spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 1 } } }\nstatus: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 1 }' | CURRENT",
        "apps/v1 | DaemonSet | 'spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 30% } } }\nstatus: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 0 }' | IN_PROGRESS",
        "apps/v1 | StatefulSet | 'spec: { replicas: 2, updateStrategy: { type: RollingUpdate } }\nstatus: { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2 }' | CURRENT",
        "apps/v1 | StatefulSet | 'spec: { replicas: 2, updateStrategy: { type: RollingUpdate } }\nstatus: { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2, updateRevision: b }' | IN_PROGRESS",
        "apps/v1 | StatefulSet | 'spec: { replicas: 2, updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 1 } } }\nstatus: { observedGeneration: 2, updatedReplicas: 1, readyReplicas: 2, updateRevision: b }' | CURRENT",
        "apps/v1 | StatefulSet | 'spec: { replicas: 2, updateStrategy: { type: OnDelete } }\nstatus: { observedGeneration: 2 }' | CURRENT",
        "apiextensions.k8s.io/v1 | CustomResourceDefinition | 'status: { conditions: [ { type: NamesAccepted, status: \"False\" } ] }' | CURRENT",
        "apiextensions.k8s.io/v1 | CustomResourceDefinition | 'status: { conditions: [ { type: NamesAccepted, status: \"True\" } ] }' | IN_PROGRESS",
        "example.org/v1 | Widget | 'status: { conditions: [ { type: Ready, status: \"False\" } ] }' | CURRENT"
      })
  void anObjectIsJudgedAsHelm3Does(
      String apiVersion, String kind, String rest, ObjectStatus.State expected) {
    KubeObject object = object(apiVersion, kind, "", rest);
    assertEquals(expected, LegacyReadiness.of(object, List.of(), true).state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 4 | observedGeneration: 2, readyReplicas: 3 | CURRENT",
        "replicas: 4 | observedGeneration: 2, readyReplicas: 2 | IN_PROGRESS",
        "replicas: 4 | observedGeneration: 1, readyReplicas: 4 | IN_PROGRESS",
        "replicas: 4, paused: true | observedGeneration: 2, readyReplicas: 4 | IN_PROGRESS",
        "replicas: 4, strategy: { type: Recreate } | observedGeneration: 2, readyReplicas: 3 | IN_PROGRESS",
        "replicas: 1 | observedGeneration: 2, readyReplicas: 1 | CURRENT",
        "replicas: 1 | observedGeneration: 2 | IN_PROGRESS",
        "replicas: 0 | observedGeneration: 2 | CURRENT"
      })
  void aDeploymentIsJudgedByItsNewestReplicaSet(
      String spec, String status, ObjectStatus.State expected) {
    String strategy =
        spec.contains("strategy")
            ? ""
            : ", strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 25%, maxUnavailable: 25% } }";
    KubeObject deployment =
        object(
            "apps/v1",
            "Deployment",
            "",
            """
            spec: { %s%s, template: { metadata: { labels: { app: x } }, spec: { image: new } } }
            status: { observedGeneration: 2 }
            """
                .formatted(spec, strategy));
    List<KubeObject> sets =
        List.of(
            replicaSet("old", "2020-01-01T00:00:00Z", "observedGeneration: 2, readyReplicas: 9"),
            replicaSet("new", "2021-01-01T00:00:00Z", status));
    assertEquals(expected, LegacyReadiness.of(deployment, sets, false).state());
    assertEquals(
        ObjectStatus.State.IN_PROGRESS,
        LegacyReadiness.of(deployment, sets.subList(0, 1), false).state());
  }

  @ParameterizedTest
  @CsvSource({"True, CURRENT", "False, IN_PROGRESS"})
  void aReplicaSetIsReadyWhenAllItsPodsAre(String ready, ObjectStatus.State expected) {
    KubeObject set = object("apps/v1", "ReplicaSet", "", "status: { observedGeneration: 2 }");
    KubeObject pod =
        object(
            "v1",
            "Pod",
            "",
            "status: { conditions: [ { type: Ready, status: '" + ready + "' } ] }");
    assertEquals(expected, LegacyReadiness.of(set, List.of(pod), false).state());
  }

  /** Random objects, each with what the ReadyChecker of Helm 4.3.1 said of it. */
  static List<String> recorded() {
    return Golden.read("health/legacy.txt").lines().toList();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void anObjectIsJudgedAsHelmDid(String line) {
    Map<?, ?> asked = (Map<?, ?>) Json.parseExact(line.substring(line.indexOf(' ') + 1));
    List<KubeObject> related =
        ((List<?>) asked.get("Related")).stream().map(LegacyReadinessTest::parsed).toList();
    assertEquals(
        line.substring(0, line.indexOf(' ')),
        LegacyReadiness.of(parsed(asked.get("Object")), related, true).state().name());
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static KubeObject parsed(Object tree) {
    return new KubeObject((Map<String, Object>) tree);
  }
}

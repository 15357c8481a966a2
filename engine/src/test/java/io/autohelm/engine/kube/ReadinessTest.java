package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadinessTest {
  private static KubeObject object(String kind, String rest) {
    String metadata = rest.contains("metadata:") ? "" : "metadata: { name: x, generation: 2 }\n";
    return KubeObject.parseAll("apiVersion: v1\nkind: " + kind + "\n" + metadata + rest).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ConfigMap | {} | READY",
        "Secret | data: {} | READY",
        "Deployment | {} | WAITING",
        "Deployment | 'status: { observedGeneration: 1, availableReplicas: 1, updatedReplicas: 1 }' | WAITING",
        "Deployment | 'status: { observedGeneration: 2, availableReplicas: 1, updatedReplicas: 1 }' | READY",
        "Deployment | 'spec: { replicas: 2 }\nstatus: { observedGeneration: 2, availableReplicas: 1, updatedReplicas: 2 }' | WAITING",
        "Deployment | 'spec: { replicas: 2 }\nstatus: { observedGeneration: 2, availableReplicas: 2, updatedReplicas: 1 }' | WAITING",
        "Deployment | 'spec: { replicas: 1 }\nstatus: { observedGeneration: 2, replicas: 2, availableReplicas: 2, updatedReplicas: 1 }' | WAITING",
        "Deployment | 'spec: { replicas: 0 }\nstatus: { observedGeneration: 2 }' | READY",
        "Deployment | 'status: { observedGeneration: 2, conditions: [{ type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded }] }' | FAILED",
        "StatefulSet | 'spec: { replicas: 2 }\nstatus: { observedGeneration: 2, readyReplicas: 2, updatedReplicas: 2 }' | READY",
        "StatefulSet | 'spec: { replicas: 2 }\nstatus: { observedGeneration: 2, readyReplicas: 1, updatedReplicas: 2 }' | WAITING",
        "StatefulSet | 'spec: { replicas: 2, updateStrategy: { type: OnDelete } }\nstatus: { observedGeneration: 2, readyReplicas: 2, updatedReplicas: 0 }' | READY",
        "ReplicaSet | 'spec: { replicas: 1 }\nstatus: { observedGeneration: 2, readyReplicas: 1 }' | READY",
        "DaemonSet | 'status: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2 }' | READY",
        "DaemonSet | 'status: { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberReady: 2 }' | WAITING",
        "Job | {} | READY",
        "Pod | 'status: { phase: Pending }' | WAITING",
        "Pod | 'status: { phase: Running, conditions: [{ type: Ready, status: \"True\" }] }' | READY",
        "Pod | 'status: { phase: Running, conditions: [{ type: Ready, status: \"False\" }] }' | WAITING",
        "Pod | 'status: { phase: Succeeded }' | READY",
        "Pod | 'status: { phase: Failed }' | FAILED",
        "PersistentVolumeClaim | 'status: { phase: Bound }' | READY",
        "PersistentVolumeClaim | 'status: { phase: Pending }' | WAITING",
        "Namespace | 'status: { phase: Active }' | READY",
        "Service | 'spec: { type: ClusterIP }' | READY",
        "Service | 'spec: { type: LoadBalancer }' | WAITING",
        "Service | 'spec: { type: LoadBalancer }\nstatus: { loadBalancer: { ingress: [{ ip: 1.2.3.4 }] } }' | READY",
        "CustomResourceDefinition | {} | WAITING",
        "CustomResourceDefinition | 'status: { conditions: [{ type: Established, status: \"True\" }] }' | READY",
        "Widget | {} | READY",
        "Widget | 'status: { observedGeneration: 1 }' | WAITING",
        "Widget | 'status: { observedGeneration: 2 }' | READY",
        "Widget | 'status: { conditions: [{ type: Ready, status: \"False\" }] }' | WAITING",
        "Widget | 'status: { conditions: [{ type: Ready, status: \"True\" }] }' | READY",
        "Widget | 'status: { conditions: [{ type: Stalled, status: \"True\" }] }' | FAILED",
        "Widget | 'status: { conditions: [{ type: Reconciling, status: \"True\" }] }' | WAITING",
        "ConfigMap | 'metadata: { name: x, deletionTimestamp: \"2026-01-01T00:00:00Z\" }' | WAITING"
      })
  void anObjectIsJudgedByItsStatus(String kind, String rest, Readiness.State expected) {
    KubeObject object = object(kind, rest.equals("{}") ? "" : rest.replace("\\n", "\n"));
    assertEquals(expected, Readiness.of(object, false).state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Job | 'status: { active: 1 }' | WAITING",
        "Job | 'status: { conditions: [{ type: Complete, status: \"True\" }] }' | READY",
        "Job | 'status: { conditions: [{ type: Failed, status: \"True\", message: no }] }' | FAILED",
        "Pod | 'status: { phase: Running }' | WAITING",
        "Pod | 'status: { phase: Succeeded }' | READY",
        "Pod | 'status: { phase: Failed }' | FAILED",
        "ConfigMap | 'data: {}' | READY"
      })
  void aHookHasRunWhenItIsComplete(String kind, String rest, Readiness.State expected) {
    assertEquals(expected, Readiness.ofHook(object(kind, rest)).state());
    if (kind.equals("Job")) {
      assertEquals(expected, Readiness.of(object(kind, rest), true).state());
    }
  }
}

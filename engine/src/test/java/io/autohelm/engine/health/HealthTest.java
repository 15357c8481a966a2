package io.autohelm.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment ready | READY | ''",
        "Deployment fresh | PROGRESSING | 0 of 1 replicas created",
        "Deployment half ready | PROGRESSING | 1 of 2 replicas ready",
        "Deployment of an old replica | PROGRESSING | 1 old replica is still there",
        "Deployment past its deadline | DEGRADED | made no progress within its deadline",
        "Deployment paused | SUSPENDED | is suspended",
        "Deployment refused by a quota | DEGRADED | exceeded quota",
        "Deployment that is being deleted | PROGRESSING | is being deleted",
        "Deployment with odd conditions | UNKNOWN | status.conditions is not a list",
        "StatefulSet of an old revision | PROGRESSING | the new revision is not rolled out yet",
        "DaemonSet short of numberReady | PROGRESSING | 1 of 2 replicas ready",
        "ReplicaSet that may make no pods | DEGRADED | FailedCreate",
        "Pod running and ready | READY | ''",
        "Pod running and not ready | PROGRESSING | is running but not ready",
        "Pod crashing | DEGRADED | crashes and was restarted 5 times",
        "Pod failed | DEGRADED | Evicted",
        "Pod succeeded | READY | ''",
        "Pod unschedulable | DEGRADED | no node can take it: no nodes",
        "Job running | PROGRESSING | has 1 active pods",
        "Job complete | READY | ''",
        "Job failed | DEGRADED | failed: too often",
        "Job suspended | SUSPENDED | is suspended",
        "CronJob | SUSPENDED | is suspended",
        "PersistentVolumeClaim Bound | READY | ''",
        "PersistentVolumeClaim Lost | DEGRADED | lost its volume",
        "PersistentVolumeClaim Pending | PROGRESSING | is not bound, its phase is Pending",
        "PersistentVolume Failed | DEGRADED | failed",
        "Namespace Terminating | PROGRESSING | is being deleted",
        "Service LoadBalancer with a cluster IP | PROGRESSING | has no address of its load balancer yet",
        "Service LoadBalancer with an address | READY | ''",
        "HorizontalPodAutoscaler active | READY | ''",
        "HorizontalPodAutoscaler without metrics | DEGRADED | no metrics",
        "HorizontalPodAutoscaler switched off | SUSPENDED | target has 0 replicas",
        "APIService not available | DEGRADED | no endpoints",
        "APIService available | READY | ''",
        "CustomResourceDefinition with names of another | DEGRADED | taken",
        "Ingress without address | READY | ''",
        "Widget stalled | DEGRADED | bad spec",
        "Widget not ready | PROGRESSING | wait for it",
        "ConfigMap | READY | ''"
      })
  void anObjectIsShownAsItDoes(String name, Health.Level level, String reason) {
    KubeObject object = HealthCases.object(name);
    assertEquals(new Health(level, reason), Health.of(object, HealthCases.NOW));
  }

  @Test
  void ofSeveralTheWorstCounts() {
    Health suspended = new Health(Health.Level.SUSPENDED, "is suspended");
    assertEquals(Health.READY, Health.worst(List.of()));
    assertEquals(suspended, Health.worst(List.of(Health.READY, suspended)));
    assertEquals(
        new Health(Health.Level.MISSING, "Pod/n/p does not exist"),
        Health.worst(
            List.of(
                suspended,
                Health.MISSING.of(new KubeObject.Id("", "Pod", "n", "p")),
                Health.progressing("is pending"))));
  }
}

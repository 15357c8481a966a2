package io.autohelm.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TroubleTest {
  private static KubeObject object(String apiVersion, String kind, String status) {
    return KubeObject.parseAll(
            "apiVersion: "
                + apiVersion
                + "\nkind: "
                + kind
                + "\nmetadata: { name: x, namespace: n }\nstatus: "
                + status)
        .get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waiting: { reason: InvalidImageName, message: bad } | IMAGE_NAME | image \"i:1\" is not a valid name",
        "waiting: { reason: ErrImagePull, message: 'i:1: not found' } | IMAGE_MISSING | image \"i:1\" cannot be pulled: i:1: not found",
        "waiting: { reason: ImagePullBackOff, message: 'Back-off: manifest unknown' } | IMAGE_MISSING | image \"i:1\" cannot be pulled: Back-off: manifest unknown",
        "waiting: { reason: ImagePullBackOff, message: 'unexpected status: 401 Unauthorized' } | IMAGE_MISSING | image \"i:1\" cannot be pulled: unexpected status: 401 Unauthorized",
        "waiting: { reason: ImagePullBackOff } | IMAGE_PULL | image \"i:1\" cannot be pulled: ImagePullBackOff",
        "waiting: { reason: ErrImagePull, message: 'dial tcp: i/o timeout' } | IMAGE_PULL | image \"i:1\" cannot be pulled: dial tcp: i/o timeout",
        "waiting: { reason: ErrImageNeverPull } | IMAGE_MISSING | image \"i:1\" cannot be pulled: ErrImageNeverPull",
        "waiting: { reason: RegistryUnavailable } | IMAGE_PULL | image \"i:1\" cannot be pulled: RegistryUnavailable",
        "waiting: { reason: CreateContainerConfigError, message: 'secret \"s\" not found' } | CONTAINER_CONFIG | its configuration is incomplete: secret \"s\" not found",
        "waiting: { reason: CreateContainerError, message: 'no command' } | CONTAINER_START | cannot be started: no command",
        "waiting: { reason: RunContainerError, message: 'exec: \"x\"' } | CONTAINER_START | cannot be started: exec: \"x\"",
        "waiting: { reason: CrashLoopBackOff, message: back-off } | CRASH_LOOP | crashes and was restarted 3 times, the last time with exit code 137 (OOMKilled)",
        "terminated: { exitCode: 2, reason: Error } | CRASH_LOOP | crashes and was restarted 3 times, the last time with exit code 2",
        "running: { } | NOT_READY | runs but is not ready, crashes and was restarted 3 times, the last time with exit code 137 (OOMKilled)",
        "waiting: { reason: ContainerCreating } | |",
        "waiting: { reason: PodInitializing } | |",
        "terminated: { exitCode: 0, reason: Completed } | |"
      })
  void aContainerShowsWhatKeepsItBack(String state, FailureReason reason, String text) {
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      KubeObject pod =
          object(
              "v1",
              "Pod",
              "{ phase: Pending, "
                  + list
                  + ": [ { name: c, image: 'i:1', ready: false, restartCount: 3, state: { "
                  + state
                  + " }, lastState: { terminated: { exitCode: 137, reason: OOMKilled } } } ] }");
      assertEquals(
          reason == null ? List.of() : List.of(new Trouble(reason, pod.id(), "c", 3, text)),
          Trouble.ofPod(pod));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "phase: Pending, conditions: [ { type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/3 nodes are available: insufficient cpu' } ] | UNSCHEDULABLE | no node can take it: 0/3 nodes are available: insufficient cpu",
        "phase: Pending, conditions: [ { type: PodScheduled, status: 'False', reason: Unschedulable, message: 'pod has unbound immediate PersistentVolumeClaims' } ] | VOLUME_PENDING | waits for a volume: pod has unbound immediate PersistentVolumeClaims",
        "phase: Pending, conditions: [ { type: PodScheduled, status: 'False', reason: Unschedulable, message: 'persistentvolumeclaim \"data\" not found' } ] | VOLUME_PENDING | waits for a volume: persistentvolumeclaim \"data\" not found",
        "phase: Failed, reason: Evicted, message: 'low on memory' | POD_FAILED | failed: Evicted: low on memory",
        "phase: Failed, reason: DeadlineExceeded | DEADLINE_EXCEEDED | was active for longer than its deadline",
        "phase: Failed | POD_FAILED | failed",
        "phase: Pending, conditions: [ { type: PodScheduled, status: 'False', reason: SchedulingGated } ] | |",
        "phase: Succeeded, containerStatuses: [ { name: c, state: { waiting: { reason: ErrImagePull } } } ] | |"
      })
  void aPodShowsWhatKeepsItBack(String status, FailureReason reason, String text) {
    KubeObject pod = object("v1", "Pod", "{ " + status + " }");
    assertEquals(
        reason == null ? List.of() : List.of(Trouble.of(reason, pod, text)), Trouble.ofPod(pod));
  }

  @Test
  void whatIsDefiniteComesFirst() {
    KubeObject pod =
        object(
            "v1",
            "Pod",
            """
            { phase: Running, containerStatuses: [
              { name: a, ready: false, state: { running: { } } },
              { name: b, ready: false, restartCount: 1, state: { waiting: { reason: CrashLoopBackOff } } } ] }
            """);
    assertEquals(
        List.of(FailureReason.CRASH_LOOP, FailureReason.NOT_READY),
        Trouble.ofPod(pod).stream().map(Trouble::reason).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1 | Deployment | { type: ReplicaFailure, status: 'True', message: 'pods \"w\" is forbidden: exceeded quota: q' } | QUOTA",
        "apps/v1 | ReplicaSet | { type: ReplicaFailure, status: 'True', message: 'admission webhook \"w.example\" denied the request: no' } | ADMISSION_DENIED",
        "apps/v1 | Deployment | { type: ReplicaFailure, status: 'True', message: 'pods \"w\" is forbidden: violates PodSecurity \"restricted:latest\"' } | ADMISSION_DENIED",
        "apps/v1 | Deployment | { type: ReplicaFailure, status: 'True', message: 'pods \"w\" is forbidden: ValidatingAdmissionPolicy ''p'' with binding ''b'' denied request: no' } | ADMISSION_DENIED",
        "apps/v1 | Deployment | { type: ReplicaFailure, status: 'True', message: 'failed calling webhook \"w\": no endpoints' } | ADMISSION_DENIED",
        "apps/v1 | Deployment | { type: ReplicaFailure, status: 'True', message: 'pods \"w\" is forbidden: error looking up service account n/s: serviceaccount \"s\" not found' } | POD_CREATION",
        "apps/v1 | Deployment | { type: Progressing, status: 'False', reason: ProgressDeadlineExceeded } | PROGRESS_DEADLINE",
        "apps/v1 | Deployment | { type: Progressing, status: 'True', reason: ReplicaSetUpdated } |",
        "batch/v1 | Job | { type: Failed, status: 'True', reason: BackoffLimitExceeded, message: m } | JOB_FAILED",
        "batch/v1 | Job | { type: FailureTarget, status: 'True', reason: PodFailurePolicy, message: m } | JOB_FAILED",
        "batch/v1 | Job | { type: Failed, status: 'True', reason: DeadlineExceeded, message: m } | DEADLINE_EXCEEDED",
        "batch/v1 | Job | { type: Complete, status: 'True' } |",
        "v1 | PersistentVolumeClaim | { type: Resizing, status: 'False' } | VOLUME_PENDING",
        "example.org/v1 | Widget | { type: Stalled, status: 'True', message: bad } | STALLED",
        "example.org/v1 | Widget | { type: Ready, status: 'False', message: bad } |"
      })
  void aWorkloadShowsWhatKeepsItBack(
      String apiVersion, String kind, String condition, FailureReason reason) {
    KubeObject object = object(apiVersion, kind, "{ conditions: [ " + condition + " ] }");
    assertEquals(reason, Trouble.ofObject(object).map(Trouble::reason).orElse(null));
  }

  @ParameterizedTest
  @CsvSource({
    "FailedCreate, exceeded quota, StatefulSet, QUOTA",
    "FailedMount, no such secret, Pod, VOLUME_MOUNT",
    "FailedAttachVolume, busy, Pod, VOLUME_MOUNT",
    "FailedBinding, no storage class is set, PersistentVolumeClaim, VOLUME_PENDING",
    "ProvisioningFailed, no such class, PersistentVolumeClaim, VOLUME_PENDING",
    "FailedScheduling, insufficient cpu, Pod, UNSCHEDULABLE",
    "FailedScheduling, pod has unbound immediate PersistentVolumeClaims, Pod, VOLUME_PENDING",
    "FailedCreatePodSandBox, no network, Pod, CONTAINER_START",
    "Unhealthy, Readiness probe failed, Pod, NOT_READY",
    "BackOff, pulling, Pod,"
  })
  void anEventShowsWhatKeepsItBack(
      String reason, String message, String kind, FailureReason expected) {
    KubeObject event =
        KubeObject.parseAll(
                "apiVersion: v1\nkind: Event\nmetadata: { name: e }\nreason: "
                    + reason
                    + "\nmessage: "
                    + message)
            .get(0);
    KubeObject.Id about = new KubeObject.Id("", kind, "n", "x");
    assertEquals(expected, Trouble.ofEvent(event, about).map(Trouble::reason).orElse(null));
  }

  @Test
  void aCrashLoopIsDefiniteByItsRestartsAlone() {
    KubeObject.Id pod = new KubeObject.Id("", "Pod", "n", "x");
    Trouble three = new Trouble(FailureReason.CRASH_LOOP, pod, "c", 3, "");
    Trouble four = new Trouble(FailureReason.CRASH_LOOP, pod, "c", 4, "");
    assertFalse(FailFast.STANDARD.isDefinite(three, Duration.ofHours(1)));
    assertTrue(FailFast.STANDARD.isDefinite(four, Duration.ZERO));
    assertTrue(FailFast.STANDARD.withCrashes(3).isDefinite(three, Duration.ZERO));
    assertFalse(FailFast.NEVER.isDefinite(four, Duration.ofHours(1)));
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void everythingElseIsDefiniteWhenItsGraceIsOver(FailureReason reason) {
    if (reason == FailureReason.CRASH_LOOP) {
      return;
    }
    Trouble trouble = new Trouble(reason, new KubeObject.Id("", "Pod", "n", "x"), "", 0, "");
    boolean isEver = reason != FailureReason.NOT_READY && reason != FailureReason.POD_FAILED;
    assertEquals(isEver, FailFast.STANDARD.isDefinite(trouble, Duration.ofMinutes(3)));
    assertFalse(FailFast.NEVER.isDefinite(trouble, Duration.ofHours(1)));
    FailFast.STANDARD
        .grace(reason)
        .filter(grace -> !grace.isZero())
        .ifPresent(
            grace -> assertFalse(FailFast.STANDARD.isDefinite(trouble, grace.minusMillis(1))));
    assertTrue(FailFast.NEVER.withGrace(reason, Duration.ZERO).isDefinite(trouble, Duration.ZERO));
  }
}

package io.autohelm.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.testing.FuzzSeed;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.testing.RealOracle;
import io.autohelm.engine.testing.TestOracle;
import io.autohelm.engine.yaml.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The library by which Helm 4 waits, asked about our cases and about random objects. */
@RealOracle
final class KstatusIT {
  private static final List<String> KINDS =
      List.of(
          "apps/v1 Deployment",
          "apps/v1 StatefulSet",
          "apps/v1 DaemonSet",
          "apps/v1 ReplicaSet",
          "batch/v1 Job",
          "v1 Pod",
          "v1 Service",
          "v1 PersistentVolumeClaim",
          "v1 ConfigMap",
          "policy/v1 PodDisruptionBudget",
          "apiextensions.k8s.io/v1 CustomResourceDefinition",
          "example.org/v1 Widget");
  private static final List<String> COUNTS =
      List.of(
          "replicas",
          "readyReplicas",
          "updatedReplicas",
          "availableReplicas",
          "currentReplicas",
          "fullyLabeledReplicas",
          "desiredNumberScheduled",
          "currentNumberScheduled",
          "updatedNumberScheduled",
          "numberAvailable",
          "numberReady",
          "active",
          "succeeded",
          "failed");
  private static final List<String> TYPES =
      List.of(
          "Ready",
          "Available",
          "Progressing",
          "Reconciling",
          "Stalled",
          "Complete",
          "Failed",
          "Established",
          "NamesAccepted",
          "PodScheduled",
          "ReplicaFailure");
  private static final List<String> REASONS =
      List.of(
          "",
          "NewReplicaSetAvailable",
          "ProgressDeadlineExceeded",
          "Installing",
          "Unschedulable",
          "Other");
  private static final List<String> PHASES =
      List.of("Pending", "Running", "Succeeded", "Failed", "Bound", "Unknown", "");

  private static String state(TestOracle oracle, KubeObject object) {
    byte[] text = Json.printRaw(object.tree()).getBytes(StandardCharsets.UTF_8);
    TestOracle.Answer answer = oracle.ask("status", text, null, null);
    return answer.error().isEmpty() ? answer.output().lines().findFirst().orElseThrow() : "error";
  }

  @Test
  void theRecordedStatesAreThoseOfTheLibrary(TestOracle oracle) {
    StringBuilder recorded = new StringBuilder();
    for (HealthCases.Case each : HealthCases.all()) {
      recorded.append(each).append(": ").append(state(oracle, each.object())).append('\n');
    }
    Golden.check(HealthCases.RECORDED, recorded.toString());
  }

  @Test
  void randomObjectsAreJudgedAlike(TestOracle oracle) {
    long seed = FuzzSeed.announced("KstatusIT");
    int cases = FuzzSeed.cases();
    Random random = new Random(seed);
    List<String> different = new ArrayList<>();
    for (int i = 0; i < cases && different.size() < 10; i++) {
      KubeObject object = object(random);
      String theirs = state(oracle, object);
      String ours = HealthCases.word(ObjectStatus.of(object, HealthCases.NOW));
      if (!theirs.equals(ours)) {
        different.add(theirs + ", ours " + ours + ": " + Json.printRaw(object.tree()));
      }
    }
    assertEquals(List.of(), different, "seed " + seed);
  }

  private static <T> T one(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A value as it should be, now and then something else. */
  private static Object or(Random random, Object value) {
    return random.nextInt(60) == 0
        ? one(random, Arrays.asList("text", 5L, 1.5, true, List.of(), Map.of()))
        : value;
  }

  private static KubeObject object(Random random) {
    String[] kind = one(random, KINDS).split(" ", -1);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "x");
    metadata.put("creationTimestamp", "2020-01-01T00:00:00Z");
    if (random.nextInt(3) > 0) {
      metadata.put("generation", or(random, 1L));
    }
    if (random.nextInt(40) == 0) {
      metadata.put("deletionTimestamp", or(random, "2026-01-01T00:00:00Z"));
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      spec.put("replicas", or(random, (long) random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      spec.put("progressDeadlineSeconds", or(random, 600L));
    }
    if (random.nextInt(3) == 0) {
      Map<String, Object> strategy = new LinkedHashMap<>();
      strategy.put("type", or(random, one(random, List.of("RollingUpdate", "OnDelete"))));
      strategy.put("rollingUpdate", or(random, Map.of("partition", (long) random.nextInt(3))));
      spec.put("updateStrategy", or(random, strategy));
    }
    spec.put("type", or(random, one(random, List.of("ClusterIP", "LoadBalancer"))));
    if (random.nextBoolean()) {
      spec.put("clusterIP", or(random, "10.0.0.1"));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", kind[0]);
    tree.put("kind", kind[1]);
    tree.put("metadata", metadata);
    tree.put("spec", or(random, spec));
    if (random.nextInt(10) > 0) {
      tree.put("status", or(random, status(random)));
    }
    return new KubeObject(tree);
  }

  private static Map<String, Object> status(Random random) {
    Map<String, Object> status = new LinkedHashMap<>();
    if (random.nextInt(3) > 0) {
      status.put("observedGeneration", or(random, random.nextInt(8) == 0 ? 2L : 1L));
    }
    long usual = random.nextInt(3);
    for (String count : COUNTS) {
      if (random.nextInt(6) > 0) {
        status.put(count, or(random, random.nextInt(5) > 0 ? usual : (long) random.nextInt(3)));
      }
    }
    status.put("phase", or(random, one(random, PHASES)));
    status.put("currentRevision", "a");
    status.put("updateRevision", or(random, random.nextInt(4) > 0 ? "a" : "b"));
    if (random.nextInt(4) == 0) {
      status.put("startTime", or(random, "2026-01-01T00:00:00Z"));
    }
    List<Object> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Map<String, Object> condition = new LinkedHashMap<>();
      condition.put("type", or(random, one(random, TYPES)));
      condition.put("status", or(random, one(random, List.of("True", "True", "False", "Unknown"))));
      condition.put("reason", or(random, one(random, REASONS)));
      conditions.add(or(random, condition));
    }
    status.put("conditions", or(random, conditions));
    if (random.nextInt(3) == 0) {
      Map<String, Object> waiting = new LinkedHashMap<>();
      waiting.put("reason", or(random, one(random, List.of("CrashLoopBackOff", "Other"))));
      Map<String, Object> container = new LinkedHashMap<>();
      container.put("name", or(random, "c"));
      container.put("state", or(random, Map.of("waiting", or(random, waiting))));
      status.put("containerStatuses", or(random, List.of(or(random, container))));
    }
    return status;
  }
}

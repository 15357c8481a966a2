package io.autohelm.agent.plan;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.diff.FieldDiff;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/** Plans to print. */
final class Plans {
  private Plans() {}

  /** One with everything that there can be. */
  static SyncPlan full() {
    return new SyncPlan(
        "v1.33.1",
        List.of(
            release("web", "shop"),
            new ReleasePlan(
                new ReleaseId("web", "calm"),
                "apps/calm.yaml:1",
                "leave",
                "in sync",
                false,
                "calm-1.0.0",
                "calm-1.0.0",
                0,
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                ""),
            new ReleasePlan(
                new ReleaseId("web", "gone"),
                "",
                "uninstall",
                "left source platform",
                true,
                "gone-1.0.0",
                "",
                0,
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    new ObjectPlan(
                        "removed",
                        "rbac.authorization.k8s.io/v1",
                        new KubeObject.Id("rbac.authorization.k8s.io", "ClusterRole", "", "gone"),
                        List.of())),
                List.of(),
                ""),
            ReleasePlan.failed(
                new ReleaseId("web", "bad"), "apps/bad.yaml:1", "apps/bad.yaml:1: no such chart")),
        List.of("apps/worse.yaml:3:5: spec.chart: required"));
  }

  static ReleasePlan release(String namespace, String name) {
    return new ReleasePlan(
        new ReleaseId(namespace, name),
        "apps/shop.yaml:1",
        "upgrade",
        "chart or values have changed",
        true,
        "shop-1.0.0",
        "shop-1.1.0",
        7,
        "sha256:0123",
        List.of(
            new ReleasePlan.Wait("wait-for-window", "waits for its window", "2026-01-01T00:00:00Z"),
            new ReleasePlan.Wait("wait-for-approval", "waits for consent <now>", "")),
        List.of("web/db"),
        List.of(
            new ValueChange("image.tag", "\"1.0\"", "\"1.1\"", "apps/shop.yaml:14"),
            new ValueChange("replicas", null, "3", "values/prod.yaml:3"),
            new ValueChange("old", "true", null, "")),
        List.of(
            object(
                "changed",
                "Deployment",
                new FieldDiff.Field("/spec/replicas", "2", "3", List.of()),
                new FieldDiff.Field("/spec/paused", "true", null, List.of()),
                new FieldDiff.Field("/spec/strategy", null, "{}", List.of())),
            object(
                "changed",
                "ConfigMap",
                new FieldDiff.Field(
                    "/data/a.conf",
                    "\"a\\n\"",
                    "\"b\\n\"",
                    List.of("@@ -1 +1 @@", "-a", "+b ```"))),
            object("added", "Service"),
            object("removed", "Ingress")),
        List.of(new Warning("crd-changed", "CRD gadgets.example.org changes")),
        "");
  }

  private static ObjectPlan object(String change, String kind, FieldDiff.Field... fields) {
    return new ObjectPlan(
        change, "v1", new KubeObject.Id("", kind, "web", "shop"), List.of(fields));
  }
}

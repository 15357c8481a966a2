package io.autohelm.agent.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.diff.FieldDiff;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whole outputs, for people to read in review. */
final class PlanPrintsTest {
  @Test
  void textIsAligned() {
    assertEquals(
        """
        ~ release web/shop (shop-1.0.0 -> shop-1.1.0): upgrade, chart or values have changed
            ! waits for its window (until 2026-01-01T00:00:00Z)
            ! waits for consent <now>
            plan sha256:0123
            after web/db
            values:
              ~ image.tag  "1.0" -> "1.1"  apps/shop.yaml:14
              + replicas   3               values/prod.yaml:3
              - old        true -> (none)
            objects:
              ~ Deployment/web/shop (v1)
                  ~ /spec/replicas  2 -> 3
                  - /spec/paused    true -> (none)
                  + /spec/strategy  {}
              ~ ConfigMap/web/shop (v1)
                  ~ /data/a.conf
                      @@ -1 +1 @@
                      -a
                      +b ```
              + Service/web/shop (v1)
              - Ingress/web/shop (v1)
            ! warning: CRD gadgets.example.org changes
        = release web/calm (calm-1.0.0): leave, in sync
        - release web/gone (gone-1.0.0): uninstall, left source platform
            objects:
              - ClusterRole/gone (rbac.authorization.k8s.io/v1)
        4 releases, 2 with changes, 2 errors
        """,
        PlanText.of(Plans.full(), false));
  }

  @Test
  void coloursChangeNothingElse() {
    String coloured = PlanText.of(Plans.full(), true);
    assertTrue(coloured.contains("\u001b[33m~ release web/shop"), coloured);
    assertEquals(PlanText.of(Plans.full(), false), coloured.replaceAll("\u001b\\[[0-9]*m", ""));
  }

  @Test
  void markdownIsATableWithDetails() {
    assertEquals(
        """
        ### Autohelm plan: 4 releases, 2 with changes, 2 errors

        | | release | action | chart | objects | waits for | warnings |
        |---|---|---|---|---|---|---|
        | `~` | web/shop | upgrade | shop-1.0.0 -&gt; shop-1.1.0 | 1 added, 2 changed, 1 removed | window, approval | 1 |
        | `-` | web/gone | uninstall | gone-1.0.0 | 1 removed |  |  |
        | `!` | web/bad | error |  |  |  |  |

        **Errors**
        ```
        apps/worse.yaml:3:5: spec.chart: required
        apps/bad.yaml:1: no such chart
        ```

        1 release would not change.

        <details><summary>web/shop: upgrade, chart or values have changed</summary>

        - declared in `apps/shop.yaml:1`
        - plan `sha256:0123`
        - after web/db
        - **waits for its window**
        - **waits for consent &lt;now&gt;**
        - **warning:** CRD gadgets.example.org changes

        ````diff
        # value image.tag, apps/shop.yaml:14
        - "1.0"
        + "1.1"
        # value replicas, values/prod.yaml:3
        + 3
        # value old
        - true
        ! Deployment/web/shop (v1)
        #   /spec/replicas
        -   2
        +   3
        #   /spec/paused
        -   true
        #   /spec/strategy
        +   {}
        ! ConfigMap/web/shop (v1)
        #   /data/a.conf
        @@ -1 +1 @@
        -a
        +b ```
        + Service/web/shop (v1)
        - Ingress/web/shop (v1)
        ````

        </details>

        <details><summary>web/gone: uninstall, left source platform</summary>


        ```diff
        - ClusterRole/gone (rbac.authorization.k8s.io/v1)
        ```

        </details>

        Kubernetes v1.33.1
        """,
        PlanMarkdown.of(Plans.full()));
  }

  @Test
  void markdownFitsIntoACommentAndSaysWhatIsLeftOut() {
    List<ReleasePlan> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add(Plans.release("namespace-" + i, "release-with-a-long-name-" + i));
    }
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      problems.add("apps/file-" + i + ".yaml:1:1: spec: a long story about what is wrong there");
    }
    String text = PlanMarkdown.of(new SyncPlan("v1.33.1", many, problems));
    assertTrue(text.length() < PlanMarkdown.LONGEST, () -> "" + text.length());
    assertTrue(text.contains("Left out, since a comment holds no more: details of namespace-"));
    assertTrue(text.contains("Left out of the table: "));
    assertTrue(text.contains("\nand "));
    assertTrue(text.endsWith("Kubernetes v1.33.1\n"));
  }

  @Test
  void oneHugeReleaseHidesNoOther() {
    ReleasePlan small = Plans.release("web", "small");
    List<FieldDiff.Field> fields = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      fields.add(new FieldDiff.Field("/data/key-" + i, "x".repeat(40), "y", List.of()));
    }
    ObjectPlan object =
        new ObjectPlan("changed", "v1", new KubeObject.Id("", "ConfigMap", "web", "big"), fields);
    ReleasePlan big =
        new ReleasePlan(
            small.id(),
            small.declared(),
            small.action(),
            small.reason(),
            true,
            "",
            "",
            0,
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(object),
            List.of(),
            "");
    String text = PlanMarkdown.of(new SyncPlan("v1.33.1", List.of(big, small), List.of()));
    assertTrue(text.length() < PlanMarkdown.LONGEST);
    assertTrue(text.contains("details of web/small. `autohelm plan`"));
    assertTrue(text.contains("# value image.tag"));
  }

  @Test
  void jsonIsWhatItsSchemaSays() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode schema = mapper.readTree(Files.readString(Path.of("../docs/schema/plan.json")));
    JsonNode plan = mapper.readTree(PlanJson.of(Plans.full()));
    List<String> findings = new ArrayList<>();
    compare("", schema, List.of(plan), findings);
    assertEquals(List.of(), findings);
  }

  /** Every field is in the schema, every property of the schema is met, and of the right type. */
  private static void compare(
      String path, JsonNode schema, List<JsonNode> met, List<String> findings) {
    String type = schema.path("type").asText();
    for (JsonNode node : met) {
      String own =
          node.isObject()
              ? "object"
              : node.isArray()
                  ? "array"
                  : node.isBoolean() ? "boolean" : node.isInt() ? "integer" : "string";
      if (!own.equals(type)) {
        findings.add(path + " is " + own + ", its schema says " + type);
      }
    }
    if (type.equals("array")) {
      List<JsonNode> items = new ArrayList<>();
      met.forEach(list -> list.forEach(items::add));
      if (items.isEmpty()) {
        findings.add(path + " is met nowhere");
      }
      compare(path + "[]", schema.path("items"), items, findings);
    } else if (type.equals("object")) {
      Set<String> known = new TreeSet<>();
      schema.path("properties").fieldNames().forEachRemaining(known::add);
      Set<String> required = new TreeSet<>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      Set<String> seen = new TreeSet<>();
      Set<String> always = new TreeSet<>(known);
      for (JsonNode node : met) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        seen.addAll(names);
        always.retainAll(names);
      }
      if (!seen.equals(known)) {
        findings.add(path + " has " + seen + ", its schema " + known);
      }
      if (!always.equals(required)) {
        findings.add(path + " always has " + always + ", its schema requires " + required);
      }
      for (String name : known) {
        List<JsonNode> below = new ArrayList<>();
        for (JsonNode node : met) {
          if (node.has(name)) {
            below.add(node.get(name));
          }
        }
        if (schema.path("properties").path(name).path("description").asText().isEmpty()) {
          findings.add(path + "." + name + " has no description");
        }
        compare(path + "." + name, schema.path("properties").path(name), below, findings);
      }
    }
  }
}

package io.autohelm.agent.plan;

import io.autohelm.agent.diff.FieldDiff;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plan for programs, as {@code docs/schema/plan.json} describes it. Fields are added, never
 * renamed; what is not there is left out.
 */
public final class PlanJson {
  private PlanJson() {}

  public static String of(SyncPlan plan) {
    return Json.printPretty(tree(plan));
  }

  static Map<String, @Nullable Object> tree(SyncPlan plan) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("version", 1L);
    tree.put("kubernetes", plan.kubernetes());
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("releases", (long) plan.releases().size());
    summary.put("changes", (long) plan.changes());
    summary.put("errors", (long) plan.errors());
    tree.put("summary", summary);
    tree.put("releases", all(plan.releases(), PlanJson::release));
    tree.put("problems", plan.problems());
    return tree;
  }

  private static <T> List<Map<String, @Nullable Object>> all(
      List<T> items, Function<T, Map<String, @Nullable Object>> print) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    items.forEach(item -> all.add(print.apply(item)));
    return all;
  }

  private static Map<String, @Nullable Object> release(ReleasePlan release) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("namespace", release.id().namespace());
    tree.put("name", release.id().name());
    put(tree, "declared", release.declared());
    tree.put("action", release.action());
    put(tree, "reason", release.reason());
    tree.put("change", release.isChange());
    Map<String, @Nullable Object> chart = new LinkedHashMap<>();
    put(chart, "before", release.chartBefore());
    put(chart, "after", release.chartAfter());
    tree.put("chart", chart);
    if (release.revision() > 0) {
      tree.put("revision", (long) release.revision());
    }
    put(tree, "digest", release.digest());
    tree.put("waits", all(release.waits(), PlanJson::wait));
    tree.put("dependsOn", release.dependsOn());
    tree.put("values", all(release.values(), PlanJson::value));
    tree.put("objects", all(release.objects(), PlanJson::object));
    tree.put("warnings", all(release.warnings(), PlanJson::warning));
    put(tree, "error", release.error());
    return tree;
  }

  private static Map<String, @Nullable Object> wait(ReleasePlan.Wait wait) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("for", wait.what());
    tree.put("reason", wait.reason());
    put(tree, "until", wait.until());
    return tree;
  }

  private static Map<String, @Nullable Object> value(ValueChange value) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("path", value.path());
    put(tree, "before", value.before());
    put(tree, "after", value.after());
    put(tree, "origin", value.origin());
    return tree;
  }

  private static Map<String, @Nullable Object> object(ObjectPlan object) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("change", object.change());
    tree.put("apiVersion", object.apiVersion());
    tree.put("kind", object.id().kind());
    put(tree, "namespace", object.id().namespace());
    tree.put("name", object.id().name());
    tree.put("fields", all(object.fields(), PlanJson::field));
    return tree;
  }

  private static Map<String, @Nullable Object> field(FieldDiff.Field field) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("path", field.path());
    put(tree, "before", field.before());
    put(tree, "after", field.after());
    if (!field.lines().isEmpty()) {
      tree.put("lines", field.lines());
    }
    return tree;
  }

  private static Map<String, @Nullable Object> warning(Warning warning) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("kind", warning.kind());
    tree.put("message", warning.message());
    return tree;
  }

  private static void put(Map<String, @Nullable Object> tree, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      tree.put(key, value);
    }
  }
}

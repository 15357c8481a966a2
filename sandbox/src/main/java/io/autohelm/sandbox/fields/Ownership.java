package io.autohelm.sandbox.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who owns which field of an object, kept in {@code metadata.managedFields} as the real API server
 * keeps it.
 */
public final class Ownership {
  /** Nobody owns these: they identify the object or are the server's. */
  private static final FieldSet UNOWNED = new FieldSet();

  static {
    UNOWNED.insert(List.of("f:apiVersion"));
    UNOWNED.insert(List.of("f:kind"));
    UNOWNED.insert(List.of("f:metadata"));
    for (String name :
        List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "clusterName",
            "generation",
            "managedFields",
            "resourceVersion")) {
      UNOWNED.insert(List.of("f:metadata", "f:" + name));
    }
  }

  /** Who writes, through which version and subresource (empty: the object itself). */
  public record Writer(String manager, String apiVersion, String subresource) {}

  private record Owner(String manager, String operation, String apiVersion, String subresource) {
    String key() {
      // An applier keeps its identity across versions of the kind; an updater does not.
      String version = operation.equals("Apply") ? "" : apiVersion;
      return String.join("\n", manager, operation, version, subresource);
    }

    String spoken() {
      String text = "\"" + manager + "\"";
      if (!subresource.isEmpty()) {
        text += " with subresource \"" + subresource + "\"";
      }
      return operation.equals("Update") ? text + " using " + apiVersion : text;
    }
  }

  private record Share(Owner owner, String time, FieldSet fields) {
    Share with(FieldSet other) {
      return new Share(owner, time, other);
    }
  }

  private Ownership() {}

  /**
   * The object that results from applying a configuration, with its managers. Defaults are not
   * filled in.
   *
   * @param live the stored object; an empty object when there is none
   * @param ignored paths (in fieldsV1 form) that this endpoint resets, hence nobody comes to own
   * @param force whether to take fields from other managers instead of failing
   * @throws ApiFailure 409 with a cause for each field that another manager owns
   */
  public static ObjectNode apply(
      ObjectNode live,
      ObjectNode applied,
      Shape shape,
      Writer writer,
      FieldSet ignored,
      boolean force,
      String now) {
    Map<String, Share> shares = read(live);
    if (!live.isEmpty() && shares.isEmpty()) {
      Owner before =
          new Owner("before-first-apply", "Update", writer.apiVersion(), writer.subresource());
      FieldSet all = Walk.paths(bare(live), shape).without(ignored).minus(UNOWNED);
      shares.put(before.key(), new Share(before, now, all));
    }
    Owner self = new Owner(writer.manager(), "Apply", writer.apiVersion(), writer.subresource());
    Share last = shares.get(self.key());
    ObjectNode before = bare(live);
    ObjectNode merged = (ObjectNode) Merge.merge(before, bare(applied), shape);
    FieldSet set = Walk.paths(bare(applied), shape).without(ignored);
    shares.put(self.key(), new Share(self, now, set));
    if (last != null && !last.fields().isEmpty()) {
      merged = prune(merged, last.fields(), shares, shape);
    }
    Comparison changes = Comparison.of(before, merged, shape).without(ignored);
    take(shares, self.key(), changes, force);
    if (merged.equals(before)) {
      // Who only joins in owning what is there changes no value, and is given no new time.
      shares.put(self.key(), new Share(self, last == null ? "" : last.time(), set));
    }
    write(merged, shares);
    return merged;
  }

  /**
   * Notes in {@code fresh} who owns what after a write that is not an apply.
   *
   * @param live the stored object; when there is none, what is in every object of the kind unsaid
   */
  public static void update(
      ObjectNode live, ObjectNode fresh, Shape shape, Writer writer, FieldSet ignored, String now) {
    Map<String, Share> shares = read(live);
    JsonNode given = Json.at(fresh, "metadata", "managedFields");
    if (given.isArray() && !Json.at(live, "metadata").isEmpty()) {
      if (given.isEmpty() || (given.size() == 1 && given.path(0).isEmpty())) {
        shares.clear(); // an explicit reset by the client
      } else {
        shares = read(fresh);
      }
    }
    Comparison changes = Comparison.of(bare(live), bare(fresh), shape).without(ignored);
    take(shares, "", changes, true);
    FieldSet taken = changes.changed().minus(UNOWNED);
    // An object that nobody owns a field of is not tracked until somebody applies it.
    boolean untracked = shares.isEmpty() && !Json.text(live, "metadata", "uid").isEmpty();
    if (!taken.isEmpty() && !untracked) {
      Owner self = new Owner(writer.manager(), "Update", writer.apiVersion(), writer.subresource());
      Share mine = shares.get(self.key());
      FieldSet all = mine == null ? taken : mine.fields().union(taken);
      shares.put(self.key(), new Share(self, now, all));
    }
    write(fresh, shares);
  }

  /** Equal but for the times in {@code managedFields}: then a write changes nothing. */
  public static boolean sameButForTimes(ObjectNode one, ObjectNode other) {
    return timeless(one).equals(timeless(other));
  }

  private static ObjectNode timeless(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    for (JsonNode entry : Json.at(copy, "metadata", "managedFields")) {
      if (entry instanceof ObjectNode fields) {
        fields.remove("time");
      }
    }
    return copy;
  }

  private static ObjectNode bare(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return copy;
  }

  /** Takes out what the manager applied before and no longer does, unless somebody else owns it. */
  private static ObjectNode prune(
      ObjectNode merged, FieldSet last, Map<String, Share> shares, Shape shape) {
    FieldSet lastAll = last.withStructs(shape);
    JsonNode pruned = Merge.remove(merged, lastAll, shape);
    FieldSet managed = new FieldSet();
    for (Share share : shares.values()) {
      managed = managed.union(share.fields());
    }
    FieldSet mergedSet = Walk.paths(merged, shape).withStructs(shape);
    FieldSet prunedSet = Walk.paths(pruned, shape).withStructs(shape);
    FieldSet kept = prunedSet.union(managed.withStructs(shape));
    pruned = Merge.remove(merged, mergedSet.minus(kept), shape);
    prunedSet = Walk.paths(pruned, shape).withStructs(shape);
    FieldSet goes = mergedSet.minus(prunedSet).intersection(lastAll);
    return Merge.remove(merged, goes, shape) instanceof ObjectNode object ? object : Json.object();
  }

  private static void take(
      Map<String, Share> shares, String self, Comparison changes, boolean force) {
    Map<String, FieldSet> conflicts = new LinkedHashMap<>();
    for (Map.Entry<String, Share> share : shares.entrySet()) {
      FieldSet both = share.getValue().fields().intersection(changes.changed());
      if (!share.getKey().equals(self) && !both.isEmpty()) {
        conflicts.put(share.getKey(), both);
      }
    }
    if (!force && !conflicts.isEmpty()) {
      throw conflict(shares, conflicts);
    }
    for (Map.Entry<String, Share> share : shares.entrySet()) {
      if (!share.getKey().equals(self)) {
        FieldSet lost = conflicts.getOrDefault(share.getKey(), new FieldSet());
        FieldSet left = share.getValue().fields().minus(lost).minus(changes.removed());
        share.setValue(share.getValue().with(left));
      }
    }
  }

  private static ApiFailure conflict(Map<String, Share> shares, Map<String, FieldSet> conflicts) {
    List<Cause> causes = new ArrayList<>();
    TreeMap<String, List<String>> byOwner = new TreeMap<>();
    conflicts.forEach(
        (key, set) -> {
          Share share = shares.get(key);
          String owner = share == null ? "" : share.owner().spoken();
          for (String path : set.paths()) {
            causes.add(new Cause("FieldManagerConflict", "conflict with " + owner, path));
            byOwner.computeIfAbsent(owner, name -> new ArrayList<>()).add(path);
          }
        });
    if (causes.size() == 1) {
      Cause only = causes.get(0);
      return ApiFailure.applyConflict(
          "Apply failed with 1 conflict: " + only.message() + ": " + only.field(), causes);
    }
    List<String> lines = new ArrayList<>();
    byOwner.forEach(
        (owner, paths) -> {
          lines.add("conflicts with " + owner + ":");
          paths.forEach(path -> lines.add("- " + path));
        });
    return ApiFailure.applyConflict(
        "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines), causes);
  }

  private static Map<String, Share> read(ObjectNode object) {
    Map<String, Share> shares = new LinkedHashMap<>();
    for (JsonNode entry : Json.at(object, "metadata", "managedFields")) {
      Owner owner =
          new Owner(
              Json.text(entry, "manager"),
              Json.text(entry, "operation"),
              Json.text(entry, "apiVersion"),
              Json.text(entry, "subresource"));
      FieldSet fields = FieldSet.ofJson(entry.path("fieldsV1"));
      shares.put(owner.key(), new Share(owner, Json.text(entry, "time"), fields));
    }
    return shares;
  }

  private static void write(ObjectNode object, Map<String, Share> shares) {
    List<Share> sorted = new ArrayList<>(shares.values());
    sorted.sort(
        Comparator.comparing((Share share) -> share.owner().operation())
            .thenComparing(Share::time)
            .thenComparing(share -> share.owner().manager())
            .thenComparing(share -> share.owner().apiVersion())
            .thenComparing(share -> share.owner().subresource()));
    ArrayNode list = Json.array();
    for (Share share : sorted) {
      FieldSet fields = share.fields().minus(UNOWNED);
      if (fields.isEmpty()) {
        continue;
      }
      ObjectNode entry = list.addObject();
      Owner owner = share.owner();
      entry.put("manager", owner.manager()).put("operation", owner.operation());
      entry.put("apiVersion", owner.apiVersion());
      if (!share.time().isEmpty()) {
        entry.put("time", share.time());
      }
      entry.put("fieldsType", "FieldsV1").set("fieldsV1", fields.toJson());
      if (!owner.subresource().isEmpty()) {
        entry.put("subresource", owner.subresource());
      }
    }
    ObjectNode metadata = Json.child(object, "metadata");
    metadata.remove("managedFields");
    if (!list.isEmpty()) {
      metadata.set("managedFields", list);
    }
  }
}

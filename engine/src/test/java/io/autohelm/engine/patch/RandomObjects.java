package io.autohelm.engine.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes Kubernetes objects that resemble each other, with the lists that are merged by keys. */
final class RandomObjects {
  private static final List<String> KINDS =
      List.of(
          "apps/v1 Deployment",
          "apps/v1 Deployment",
          "apps/v1 Deployment",
          "v1 Service",
          "v1 ConfigMap",
          "v1 ServiceAccount",
          "policy/v1 PodDisruptionBudget",
          "networking.k8s.io/v1 NetworkPolicy",
          "example.com/v1 Widget");

  private final Random random;

  RandomObjects(Random random) {
    this.random = random;
  }

  String kind() {
    return one(KINDS);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean often() {
    return random.nextInt(5) < 3;
  }

  /** Some of the items in any order. */
  private <T> List<Object> some(List<T> of, int least, Function<T, Object> make) {
    List<T> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, random);
    int size = least + random.nextInt(of.size() - least + 1);
    return new ArrayList<>(shuffled.subList(0, size).stream().map(make).toList());
  }

  private Map<String, @Nullable Object> map(Object... entries) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  private Map<String, @Nullable Object> words(String... keys) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    some(List.of(keys), 0, key -> key).forEach(key -> words.put((String) key, one(digits())));
    return words;
  }

  private static List<String> digits() {
    return List.of("1", "2");
  }

  /** An object of a kind of {@link #kind}. */
  Map<String, @Nullable Object> object(String kind) {
    String[] words = kind.split(" ", -1);
    Map<String, @Nullable Object> object =
        map("apiVersion", words[0], "kind", words[1], "metadata", metadata());
    switch (words[1]) {
      case "Deployment" -> object.put("spec", deployment());
      case "Service" ->
          object.put(
              "spec",
              map(
                  "ports",
                  some(List.of(80L, 81L, 82L), 1, p -> map("port", p, "name", one(digits()))),
                  "selector",
                  words("a", "b")));
      case "ConfigMap" -> object.put("data", words("a", "b", "c"));
      case "ServiceAccount" -> {
        object.put("secrets", some(List.of("a", "b", "c"), 0, n -> map("name", n)));
        object.put("imagePullSecrets", some(List.of("a", "b"), 0, n -> map("name", n)));
      }
      case "PodDisruptionBudget" ->
          object.put("spec", map("selector", map("matchLabels", words("a", "b"))));
      case "NetworkPolicy" ->
          object.put(
              "spec",
              map("ingress", List.of(map("ports", some(List.of(1L, 2L), 0, p -> map("port", p))))));
      default ->
          object.put(
              "spec",
              map(
                  "list",
                  some(List.of("a", "b", "c"), 0, n -> n),
                  "table",
                  map(one(List.of("a", "b")), one(digits()), "c", often() ? null : 1L)));
    }
    return object;
  }

  private Map<String, @Nullable Object> metadata() {
    Map<String, @Nullable Object> metadata = map("name", "x");
    if (often()) {
      metadata.put("labels", words("l1", "l2", "l3"));
    }
    if (often()) {
      metadata.put("annotations", words("a1", "a2"));
    }
    return metadata;
  }

  private Map<String, @Nullable Object> deployment() {
    Map<String, @Nullable Object> spec =
        map("template", map("metadata", metadata(), "spec", podSpec()));
    if (often()) {
      spec.put("replicas", (long) random.nextInt(3));
    }
    if (often()) {
      spec.put(
          "strategy",
          one(
              List.of(
                  map("type", "Recreate"),
                  map("type", "RollingUpdate"),
                  map("type", "RollingUpdate", "rollingUpdate", map("maxSurge", 1L)))));
    }
    return spec;
  }

  private Map<String, @Nullable Object> podSpec() {
    Map<String, @Nullable Object> pod =
        map("containers", some(List.of("c1", "c2", "c3"), 1, this::container));
    if (often()) {
      pod.put("volumes", some(List.of("v1", "v2", "v3"), 1, this::volume));
    }
    if (often()) {
      pod.put("tolerations", some(List.of("a", "b"), 0, key -> map("key", key)));
    }
    if (often()) {
      pod.put("initContainers", some(List.of("i1"), 1, this::container));
    }
    return pod;
  }

  private Object container(String name) {
    Map<String, @Nullable Object> made = map("name", name, "image", one(digits()));
    if (often()) {
      made.put("env", some(List.of("A", "B", "C"), 1, n -> map("name", n, "value", one(digits()))));
    }
    if (often()) {
      made.put(
          "ports", some(List.of(80L, 81L), 1, p -> map("containerPort", p, "name", one(digits()))));
    }
    if (often()) {
      made.put("args", some(List.of("a", "b"), 0, n -> n));
    }
    if (often()) {
      made.put("resources", map("limits", words("cpu", "memory")));
    }
    return made;
  }

  private Object volume(String name) {
    return one(
        List.of(
            map("name", name, "emptyDir", map()),
            map("name", name, "configMap", map("name", one(digits()))),
            map("name", name, "secret", map("secretName", "s"))));
  }

  /** A tree with some of both, as somebody might have made of one on the way to the other. */
  @Nullable Object mixed(@Nullable Object a, @Nullable Object b) {
    Map<String, @Nullable Object> table = Trees.table(a);
    Map<String, @Nullable Object> other = Trees.table(b);
    if (table == null || other == null) {
      return Trees.copy(random.nextBoolean() ? a : b);
    }
    Map<String, @Nullable Object> mixed = new LinkedHashMap<>();
    Map<String, @Nullable Object> all = new LinkedHashMap<>(other);
    all.putAll(table);
    all.forEach(
        (key, value) -> {
          if (table.containsKey(key) && other.containsKey(key)) {
            mixed.put(key, mixed(value, other.get(key)));
          } else if (random.nextBoolean()) {
            mixed.put(key, Trees.copy(value));
          }
        });
    return mixed;
  }
}

package io.autohelm.agent.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the repository says at one commit.
 *
 * @param releases by their names, which are never given twice
 * @param patches the last number of each chart's version
 * @param brokenChart the chart that cannot be rendered; empty for none
 * @param elements of the ReleaseSet
 * @param litter files that are no declarations but claim to be, by their paths
 */
record SoakState(
    Map<String, Declared> releases,
    Map<String, Integer> patches,
    String brokenChart,
    List<String> elements,
    Map<String, String> litter) {

  /** How a release is wrong. */
  enum Wrong {
    NOT,
    /** The declaration is no YAML. */
    TEXT,
    /** The API server refuses an object. */
    REFUSED,
    /** Never ready. */
    HANGS
  }

  /**
   * A release.
   *
   * @param movedFrom {@code namespace/name}, empty for none
   * @param dependsOn the name of another one, empty for none
   */
  record Declared(
      String name,
      String namespace,
      String chart,
      Map<String, Object> values,
      String interval,
      String movedFrom,
      String dependsOn,
      Wrong wrong) {

    Declared with(String key, Object value) {
      Map<String, Object> more = new TreeMap<>(values);
      more.put(key, value);
      return new Declared(name, namespace, chart, more, interval, movedFrom, dependsOn, wrong);
    }

    Declared being(Wrong kind) {
      return new Declared(name, namespace, chart, values, interval, movedFrom, dependsOn, kind);
    }

    Declared after(String other) {
      return new Declared(name, namespace, chart, values, interval, movedFrom, other, wrong);
    }

    /** It waits for nobody any more: for whom it did is in the namespace that it left. */
    Declared moved(String newName, String newNamespace) {
      return new Declared(
          newName, newNamespace, chart, values, interval, namespace + "/" + name, "", wrong);
    }

    String file() {
      return "apps/" + name + ".yaml";
    }
  }

  SoakState with(Declared release) {
    Map<String, Declared> more = new TreeMap<>(releases);
    more.put(release.name(), release);
    return new SoakState(more, patches, brokenChart, elements, litter);
  }

  SoakState without(String name) {
    Map<String, Declared> fewer = new TreeMap<>(releases);
    fewer.remove(name);
    fewer.replaceAll(
        (other, release) -> release.dependsOn().equals(name) ? release.after("") : release);
    return new SoakState(fewer, patches, brokenChart, elements, litter);
  }

  SoakState withPatch(String chart) {
    Map<String, Integer> more = new TreeMap<>(patches);
    more.merge(chart, 1, Integer::sum);
    return new SoakState(releases, more, brokenChart, elements, litter);
  }

  SoakState withBroken(String chart) {
    return new SoakState(releases, patches, chart, elements, litter);
  }

  SoakState withElements(List<String> now) {
    return new SoakState(releases, patches, brokenChart, List.copyOf(now), litter);
  }

  SoakState withLitter(Map<String, String> now) {
    return new SoakState(releases, patches, brokenChart, elements, Map.copyOf(now));
  }

  /** The same with nothing wrong in it. */
  SoakState healed() {
    Map<String, Declared> good = new TreeMap<>(releases);
    good.replaceAll((name, release) -> release.being(Wrong.NOT));
    return new SoakState(good, patches, "", elements, Map.of());
  }

  boolean isWrong() {
    return !brokenChart.isEmpty()
        || !litter.isEmpty()
        || releases.values().stream().anyMatch(each -> each.wrong() != Wrong.NOT);
  }

  /** All releases, those of the set too. */
  List<Declared> all() {
    List<Declared> all = new ArrayList<>(releases.values());
    for (String element : new TreeSet<>(elements)) {
      all.add(
          new Declared(
              "set-" + element,
              SoakPlan.NAMESPACES.get(0),
              SoakCharts.NOTE,
              Map.of("word", element),
              "1h",
              "",
              "",
              Wrong.NOT));
    }
    return all;
  }

  /** The values that reach the chart, a Secret's too. */
  static Map<String, Object> values(Declared release, String secret) {
    Map<String, Object> values = new TreeMap<>(release.values());
    if (release.chart().equals(SoakCharts.NOTE)) {
      values.put("password", secret);
      values.put("apiToken", secret);
    }
    return values;
  }

  /** The repository's files. */
  Map<String, String> files(String secret) {
    Map<String, String> files = new LinkedHashMap<>(litter);
    patches.forEach(
        (chart, patch) -> files.putAll(SoakCharts.files(chart, patch, brokenChart.equals(chart))));
    for (Declared release : releases.values()) {
      files.put(release.file(), text(release, secret));
    }
    StringBuilder list = new StringBuilder();
    elements.forEach(element -> list.append("          - { name: " + element + " }\n"));
    files.put(
        "apps/set.yaml",
        """
        apiVersion: autohelm.io/v1
        kind: ReleaseSet
        metadata: { name: set }
        spec:
          generators:
            - list:
                elements:
        %s  template:
            metadata: { name: "set-{{ item.name }}", namespace: %s }
            spec:
              chart: { path: charts/note }
              createNamespace: true
              interval: 1h
              timeout: 60s
              values: { word: "{{ item.name }}", apiToken: %s }
              valuesFrom: [ { kind: Secret, name: %s, valuesKey: password, targetPath: password, literal: true } ]
        """
            .formatted(list, SoakPlan.NAMESPACES.get(0), quoted(secret), SoakPlan.SECRET));
    return files;
  }

  private static String text(Declared release, String secret) {
    if (release.wrong() == Wrong.TEXT) {
      return "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { name: "
          + release.name()
          + "\n";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { name: %s, namespace: %s }\n"
            .formatted(release.name(), release.namespace()));
    text.append("spec:\n  chart: { path: charts/%s }\n".formatted(release.chart()));
    text.append("  createNamespace: true\n  interval: " + release.interval() + "\n");
    text.append("  timeout: " + (release.wrong() == Wrong.HANGS ? "4s" : "60s") + "\n");
    if (release.chart().equals(SoakCharts.DATA)) {
      text.append("  disableWait: true\n"); // no storage: the claim stays pending
    }
    if (!release.movedFrom().isEmpty()) {
      String[] from = release.movedFrom().split("/", 2);
      text.append("  movedFrom: { namespace: %s, name: %s }\n".formatted(from[0], from[1]));
    }
    if (!release.dependsOn().isEmpty()) {
      text.append(
          "  dependsOn: [ { name: %s, condition: deployed } ]\n"
              .replace("%s", release.dependsOn()));
    }
    if (release.wrong() == Wrong.HANGS) {
      text.append("  upgrade: { remediation: { retries: 1 } }\n");
    }
    text.append("  values:\n");
    Map<String, Object> values = new TreeMap<>(release.values());
    if (release.chart().equals(SoakCharts.NOTE)) {
      text.append("    apiToken: " + quoted(secret) + "\n");
    }
    if (release.wrong() == Wrong.HANGS) {
      values.put("outcome", "hang");
      values.put("word", "hangs");
    }
    if (release.wrong() == Wrong.REFUSED) values.put("replicas", "\"many\"");
    if (values.isEmpty()) values.put("unused", 1);
    values.forEach((key, value) -> text.append("    " + key + ": " + value + "\n"));
    if (release.chart().equals(SoakCharts.NOTE)) {
      text.append("  valuesFrom:\n    - kind: Secret\n      name: " + SoakPlan.SECRET);
      text.append("\n      valuesKey: password\n      targetPath: password\n      literal: true\n");
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

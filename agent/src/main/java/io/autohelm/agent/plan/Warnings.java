package io.autohelm.agent.plan;

import io.autohelm.agent.reconcile.PlannedRelease;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedCrd;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.crd.CrdComparison;
import io.autohelm.engine.crd.CrdDanger;
import io.autohelm.engine.lint.Deprecations;
import io.autohelm.engine.lint.Deprecations.Deprecation;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.render.KubeVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What in a plan deserves a second look: pure, tested by a table. */
final class Warnings {
  private static final String CRD = "CustomResourceDefinition";
  private static final int MOST_NAMED = 5;

  private Warnings() {}

  static List<Warning> of(PlannedRelease planned, KubeVersion cluster) {
    List<KubeObject> rendered = new ArrayList<>(planned.rendered());
    Release next = planned.next();
    for (HookRun run : next == null ? List.<HookRun>of() : next.hooks()) {
      rendered.addAll(KubeObject.parseAll(run.hook().manifest()));
    }
    return of(planned.objects(), rendered, planned.crds(), cluster);
  }

  static List<Warning> of(
      List<PlannedObject> objects,
      List<KubeObject> rendered,
      List<PlannedCrd> crds,
      KubeVersion cluster) {
    List<Warning> warnings = new ArrayList<>();
    crds.forEach(crd -> add(crd, warnings));
    objects.forEach(object -> add(object, warnings));
    warnings.addAll(deprecated(rendered, cluster));
    return warnings;
  }

  private static void add(PlannedCrd crd, List<Warning> warnings) {
    String name = crd.wanted().name();
    if (!crd.isApplied()) {
      warnings.add(
          new Warning(
              "crd-not-applied",
              crd.live() == null
                  ? "CRD "
                      + name
                      + " of the chart is not in the cluster, and is not made: crds is"
                      + " Skip"
                  : "CRD "
                      + name
                      + " of the chart differs from the cluster's, which stays as it is: only"
                      + " crds: CreateReplace changes it"));
    } else if (crd.live() != null) {
      warnings.add(new Warning("crd-changed", changed(name, crd.dangers())));
    }
  }

  private static void add(PlannedObject object, List<Warning> warnings) {
    if (!object.object().kind().equals(CRD)) {
      return;
    }
    String name = object.object().name();
    KubeObject before = object.before();
    KubeObject after = object.after();
    if (before != null && after == null) {
      warnings.add(
          new Warning(
              "crd-removed", "CRD " + name + " would be removed, and every object of its kind"));
    } else if (before != null && after != null) {
      warnings.add(
          new Warning(
              "crd-changed",
              changed(
                  name,
                  CrdComparison.dangers(before, after).stream()
                      .map(CrdDanger::toString)
                      .toList())));
    }
  }

  private static String changed(String name, List<String> dangers) {
    return "CRD "
        + name
        + " changes"
        + (dangers.isEmpty() ? "" : ": " + String.join("; ", dangers));
  }

  /** What the cluster, or its next minor version, does not serve any more, or calls deprecated. */
  private static List<Warning> deprecated(List<KubeObject> rendered, KubeVersion cluster) {
    KubeVersion next =
        KubeVersion.parse(cluster.major() + "." + (Integer.parseInt(cluster.minor()) + 1));
    Deprecations known = new Deprecations();
    Map<Deprecation, Set<String>> found = new LinkedHashMap<>();
    for (KubeObject object : rendered) {
      known
          .find(object.apiVersion(), object.kind())
          .filter(deprecation -> deprecation.isDeprecatedIn(next))
          .ifPresent(
              deprecation ->
                  found
                      .computeIfAbsent(deprecation, first -> new LinkedHashSet<>())
                      .add(object.name()));
    }
    List<Warning> warnings = new ArrayList<>();
    found.forEach(
        (deprecation, names) -> {
          boolean isGone = deprecation.isGoneIn(next);
          warnings.add(
              new Warning(
                  isGone ? "api-gone" : "api-deprecated",
                  deprecation.kind()
                      + " ("
                      + named(names)
                      + ") is "
                      + told(deprecation, cluster, next)
                      + (deprecation.instead().isEmpty()
                          ? "; nothing takes its place"
                          : "; use " + deprecation.instead())));
        });
    return warnings;
  }

  private static String told(Deprecation deprecation, KubeVersion cluster, KubeVersion next) {
    if (deprecation.isGoneIn(cluster)) {
      return "not served since Kubernetes " + deprecation.gone();
    }
    if (deprecation.isGoneIn(next)) {
      return "gone in Kubernetes " + deprecation.gone() + ", the next minor version";
    }
    return "deprecated since Kubernetes "
        + deprecation.since()
        + (deprecation.gone().isEmpty() ? "" : " and gone in " + deprecation.gone());
  }

  private static String named(Set<String> names) {
    return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " others" : "");
  }
}

package io.autohelm.agent;

import static java.util.Map.entry;

import io.autohelm.engine.testing.HouseRules;
import io.autohelm.engine.testing.HouseRulesContract;
import java.util.Map;
import java.util.Set;

/** Who may know whom in the agent; the root package alone knows everybody. */
final class HouseRulesTest implements HouseRulesContract {
  private static final HouseRules RULES = HouseRules.of("io.autohelm.agent");

  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry(
              "",
              Set.of(
                  "cli",
                  "declaration",
                  "desk",
                  "diff",
                  "drift",
                  "git",
                  "notify",
                  "plan",
                  "reconcile",
                  "schedule",
                  "status",
                  "watch",
                  "webhook",
                  "sandbox",
                  "engine.action",
                  "engine.chart",
                  "engine.health",
                  "engine.kube",
                  "engine.manifest",
                  "engine.release",
                  "engine.render",
                  "engine.repo",
                  "engine.values",
                  "engine.yaml")),
          entry("diff", Set.of("drift", "git", "engine.manifest", "engine.yaml")),
          entry(
              "plan",
              Set.of(
                  "declaration",
                  "diff",
                  "reconcile",
                  "engine.chart",
                  "engine.crd",
                  "engine.lint",
                  "engine.manifest",
                  "engine.release",
                  "engine.render",
                  "engine.yaml")),
          entry("git", Set.of("engine.provenance", "engine.repo", "engine.semver")),
          entry(
              "declaration",
              Set.of(
                  "schedule",
                  "drift",
                  "engine.patch",
                  "engine.semver",
                  "engine.release",
                  "engine.values",
                  "engine.yaml")),
          entry(
              "drift",
              Set.of(
                  "engine.action",
                  "engine.manifest",
                  "engine.patch",
                  "engine.render",
                  "engine.yaml")),
          entry(
              "watch",
              Set.of(
                  "declaration",
                  "drift",
                  "reconcile",
                  "engine.action",
                  "engine.health",
                  "engine.kube",
                  "engine.manifest")),
          entry(
              "reconcile",
              Set.of(
                  "declaration",
                  "drift",
                  "schedule",
                  "engine.action",
                  "engine.chart",
                  "engine.crd",
                  "engine.health",
                  "engine.manifest",
                  "engine.patch",
                  "engine.release",
                  "engine.render",
                  "engine.values",
                  "engine.yaml")),
          entry(
              "status",
              Set.of("declaration", "drift", "reconcile", "engine.health", "engine.manifest")),
          entry(
              "desk", Set.of("declaration", "reconcile", "status", "engine.action", "engine.yaml")),
          entry("page", Set.of("declaration", "desk", "status")),
          entry(
              "notify",
              Set.of("declaration", "drift", "reconcile", "engine.health", "engine.manifest")),
          entry(
              "cli",
              Set.of(
                  "declaration",
                  "diff",
                  "git",
                  "engine.action",
                  "engine.chart",
                  "engine.gotemplate",
                  "engine.health",
                  "engine.kube",
                  "engine.lint",
                  "engine.manifest",
                  "engine.provenance",
                  "engine.release",
                  "engine.render",
                  "engine.repo",
                  "engine.semver",
                  "engine.sprig",
                  "engine.values",
                  "engine.yaml")));

  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          entry("org.yaml.snakeyaml.", Set.of()),
          entry("io.fabric8.", Set.of()),
          entry("org.bouncycastle.", Set.of()),
          entry("org.eclipse.jgit.", Set.of("git")),
          entry("org.quartz.", Set.of("schedule")),
          entry("io.micrometer.", Set.of("", "status")),
          entry("io.micronaut.", Set.of("", "desk", "page", "status", "webhook")),
          entry("jakarta.inject.", Set.of("page", "status")),
          entry("reactor.", Set.of("status")),
          entry("picocli.", Set.of("", "cli")),
          entry("com.hubspot.jinjava.", Set.of("declaration", "page")));

  @Override
  public HouseRules rules() {
    return RULES;
  }

  @Override
  public Map<String, Set<String>> mayKnow() {
    return MAY_KNOW;
  }

  @Override
  public Map<String, Set<String>> doors() {
    return DOORS;
  }
}

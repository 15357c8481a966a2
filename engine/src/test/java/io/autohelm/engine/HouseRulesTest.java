package io.autohelm.engine;

import static java.util.Map.entry;

import io.autohelm.engine.testing.HouseRules;
import io.autohelm.engine.testing.HouseRulesContract;
import java.util.Map;
import java.util.Set;

/** Who may know whom in the library, and that no framework has come in. */
final class HouseRulesTest implements HouseRulesContract {
  private static final HouseRules RULES = HouseRules.of("io.autohelm.engine");

  /** yaml, semver and gotemplate know nothing of ours. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("sprig", Set.of("gotemplate", "semver")),
          entry("manifest", Set.of("yaml")),
          entry("patch", Set.of("manifest", "yaml")),
          entry("health", Set.of("manifest")),
          entry("crd", Set.of("manifest")),
          entry("sequence", Set.of("chart", "manifest", "yaml")),
          entry("provenance", Set.of("yaml")),
          entry("chart", Set.of("cache", "semver", "yaml", "provenance")),
          entry("jinja", Set.of("yaml")),
          entry("values", Set.of("chart", "gotemplate", "semver", "yaml")),
          entry("repo", Set.of("chart", "semver", "yaml", "provenance")),
          entry(
              "render",
              Set.of(
                  "cache",
                  "chart",
                  "gotemplate",
                  "jinja",
                  "manifest",
                  "patch",
                  "semver",
                  "sprig",
                  "values",
                  "yaml")),
          entry("lint", Set.of("chart", "gotemplate", "render", "semver", "values", "yaml")),
          entry("release", Set.of("chart", "manifest", "yaml")),
          entry(
              "action",
              Set.of(
                  "crd",
                  "sequence",
                  "chart",
                  "health",
                  "manifest",
                  "patch",
                  "release",
                  "render",
                  "values",
                  "yaml")),
          entry(
              "kube",
              Set.of("action", "gotemplate", "health", "manifest", "release", "render", "yaml")));

  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          entry("org.yaml.snakeyaml.", Set.of("yaml")),
          entry("io.fabric8.", Set.of("kube")),
          entry("org.bouncycastle.", Set.of("sprig", "provenance")),
          entry("com.hubspot.jinjava.", Set.of("jinja")),
          entry("jinjava.javax.el.", Set.of("jinja")),
          entry("org.apache.commons.compress.", Set.of("chart", "repo")),
          entry(
              "com.google.re2j.",
              Set.of("manifest", "patch", "release", "sprig", "render", "values")),
          entry("com.networknt.", Set.of("values")),
          entry("io.micronaut.", Set.of()),
          entry("io.micrometer.", Set.of()),
          entry("org.quartz.", Set.of()),
          entry("org.eclipse.jgit.", Set.of()),
          entry("picocli.", Set.of()),
          entry("jakarta.inject.", Set.of()));

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

package io.autohelm.engine;

import static java.util.Map.entry;

import io.autohelm.engine.testing.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom in the library, and that no framework has come in. */
final class HouseRulesTest {
  private static final HouseRules RULES = HouseRules.of("io.autohelm.engine");

  /** yaml, semver, gotemplate and provenance know nothing of ours. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("sprig", Set.of("gotemplate", "semver")),
          entry("manifest", Set.of("yaml")),
          entry("chart", Set.of("semver", "yaml", "provenance")),
          entry("jinja", Set.of("yaml")),
          entry("values", Set.of("chart", "gotemplate", "semver", "yaml")),
          entry("repo", Set.of("chart", "semver", "yaml", "provenance")),
          entry(
              "render",
              Set.of(
                  "chart", "gotemplate", "jinja", "manifest", "semver", "sprig", "values", "yaml")),
          entry("release", Set.of("chart", "manifest", "yaml")),
          entry("action", Set.of("chart", "manifest", "release", "render", "values", "yaml")),
          entry("kube", Set.of("action", "gotemplate", "manifest", "release", "render", "yaml")));

  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          entry("org.yaml.snakeyaml.", Set.of("yaml")),
          entry("io.fabric8.", Set.of("kube")),
          entry("org.bouncycastle.", Set.of("sprig", "provenance")),
          entry("com.hubspot.jinjava.", Set.of("jinja")),
          entry("jinjava.javax.el.", Set.of("jinja")),
          entry("org.apache.commons.compress.", Set.of("chart", "repo")),
          entry("com.google.re2j.", Set.of("sprig", "render", "values")),
          entry("com.networknt.", Set.of("values")),
          entry("io.micronaut.", Set.of()),
          entry("io.micrometer.", Set.of()),
          entry("org.quartz.", Set.of()),
          entry("org.eclipse.jgit.", Set.of()),
          entry("picocli.", Set.of()),
          entry("jakarta.inject.", Set.of()));

  @Test
  void packagesHaveNoCycles() {
    RULES.noCycles();
  }

  @Test
  void packagesKnowOnlyWhomTheyMay() {
    RULES.arrows(MAY_KNOW);
  }

  @Test
  void eachLibraryHasOneDoor() {
    RULES.doors(DOORS);
  }

  @Test
  void namesSaySomething() {
    RULES.names();
  }

  @Test
  void classesAreClosed() {
    RULES.closedClasses();
  }

  @Test
  void packagesAreNullMarked() {
    RULES.nullMarkedPackages();
  }
}

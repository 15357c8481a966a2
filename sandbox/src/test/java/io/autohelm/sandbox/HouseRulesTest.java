package io.autohelm.sandbox;

import io.autohelm.engine.testing.HouseRules;
import io.autohelm.engine.testing.HouseRulesContract;
import java.util.Map;
import java.util.Set;

/** The sandbox stands alone: neither the engine nor the agent, nor a framework, is in it. */
final class HouseRulesTest implements HouseRulesContract {
  private static final HouseRules RULES = HouseRules.of("io.autohelm.sandbox");

  private static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "", Set.of("api", "controllers", "http", "kinds", "store", "wire"),
          "schema", Set.of("wire"),
          "fields", Set.of("schema", "wire"),
          "patch", Set.of("schema", "wire"),
          "kinds", Set.of("schema", "wire"),
          "store", Set.of("wire"),
          "api", Set.of("fields", "kinds", "patch", "schema", "store", "wire"),
          "controllers", Set.of("api", "kinds", "store", "wire"),
          "http", Set.of("api", "kinds", "schema", "store", "wire"));

  private static final Map<String, Set<String>> DOORS =
      Map.of(
          "com.sun.net.httpserver.", Set.of("http"),
          "io.autohelm.engine.", Set.of(),
          "io.autohelm.agent.", Set.of(),
          "org.yaml.snakeyaml.", Set.of(),
          "io.fabric8.", Set.of(),
          "io.micronaut.", Set.of(),
          "org.eclipse.jgit.", Set.of(),
          "org.quartz.", Set.of(),
          "picocli.", Set.of(),
          "jakarta.inject.", Set.of());

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

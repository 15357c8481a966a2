package io.autohelm.engine.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart that another chart asks for, as in {@code dependencies} of Chart.yaml or Chart.lock. A
 * part that is left out is the empty string or the empty list.
 *
 * @param version a version constraint in Chart.yaml, an exact version in Chart.lock
 * @param condition comma-separated paths of booleans in the values, the first that exists decides
 * @param enabled what the values decided; false until they were asked
 * @param importValues each a string (a key below the child's {@code exports}) or a map with {@code
 *     child} and {@code parent}
 * @param dependsOn names of other dependencies that must be ready before this one is made; a
 *     proposal that no Helm follows yet
 */
public record Dependency(
    String name,
    String version,
    String repository,
    String condition,
    List<String> tags,
    boolean enabled,
    List<@Nullable Object> importValues,
    String alias,
    List<String> dependsOn) {
  public Dependency {
    dependsOn = List.copyOf(dependsOn);
    tags = List.copyOf(tags);
    importValues = Collections.unmodifiableList(new ArrayList<>(importValues));
  }

  /** The name under which values and templates of the parent know this dependency. */
  public String effectiveName() {
    return alias.isEmpty() ? name : alias;
  }

  public Dependency withName(String other) {
    return new Dependency(
        other, version, repository, condition, tags, enabled, importValues, alias, dependsOn);
  }

  public Dependency withRepository(String other) {
    return new Dependency(
        name, version, other, condition, tags, enabled, importValues, alias, dependsOn);
  }

  public Dependency withEnabled(boolean decided) {
    return new Dependency(
        name, version, repository, condition, tags, decided, importValues, alias, dependsOn);
  }

  public Dependency withImportValues(List<@Nullable Object> values) {
    return new Dependency(
        name, version, repository, condition, tags, enabled, values, alias, dependsOn);
  }
}

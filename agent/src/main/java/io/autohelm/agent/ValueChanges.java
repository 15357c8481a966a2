package io.autohelm.agent;

import io.autohelm.agent.drift.ShownValue;
import io.autohelm.agent.plan.ValueChange;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.values.Origin;
import io.autohelm.engine.values.ValuesOrigins;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which values of a release would be others, and what sets the new ones. */
final class ValueChanges {
  /** A step of a path: between dots that are no part of a key, or in brackets. */
  private static final String STEP = "(?<!\\\\)\\.|\\[";

  private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
  private final Map<String, List<ValuesHistory.Setting>> now;
  private final boolean isFirst;
  private final RenderedSecrets secrets;

  /**
   * @param standing the revision that is deployed; null for a release that is not there yet
   * @param now what each layer makes of each value, as it would be
   * @param secrets what the Secrets hold, and would hold
   */
  ValueChanges(
      @Nullable Release standing,
      Map<String, List<ValuesHistory.Setting>> now,
      RenderedSecrets secrets) {
    this.now = now;
    this.isFirst = standing == null;
    this.secrets = secrets;
    if (standing != null) {
      ValuesOrigins.of(
              standing.chart(), List.of(new ValuesOrigins.Tree("the release", standing.config())))
          .forEach(leaf -> before.put(leaf.path(), leaf.value()));
    }
  }

  /** What must not be shown anywhere, for it is a value that is hidden here. */
  List<@Nullable Object> hidden() {
    List<@Nullable Object> hidden = new ArrayList<>();
    for (String path : paths()) {
      if (isHidden(path)) {
        hidden.add(before.get(path));
        settings(path).forEach(setting -> hidden.add(setting.value()));
      }
    }
    return hidden;
  }

  /**
   * The changes in the order of the values.
   *
   * @param place tells where a setting was made
   * @param redaction hides in a text what is known to be secret
   */
  List<ValueChange> all(
      Function<ValuesHistory.Setting, ValuePlace> place, UnaryOperator<String> redaction) {
    List<ValueChange> changes = new ArrayList<>();
    for (String path : paths()) {
      List<ValuesHistory.Setting> settings = settings(path);
      boolean isSet = !settings.isEmpty();
      boolean wasSet = before.containsKey(path);
      if (!isSet || isNews(path, wasSet, settings.get(0))) {
        boolean isHidden = isHidden(path);
        changes.add(
            new ValueChange(
                path,
                wasSet ? shown(before.get(path), isHidden, redaction) : null,
                isSet ? shown(settings.get(0).value(), isHidden, redaction) : null,
                isSet ? place.apply(settings.get(0)).text() : ""));
      }
    }
    return changes;
  }

  private Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>(now.keySet());
    paths.addAll(before.keySet());
    return paths;
  }

  private List<ValuesHistory.Setting> settings(String path) {
    return now.getOrDefault(path, List.of());
  }

  private boolean isNews(String path, boolean wasSet, ValuesHistory.Setting setting) {
    Origin origin = setting.origin();
    if (wasSet) {
      return !Json.print(before.get(path)).equals(Json.print(setting.value()));
    }
    if (origin == null) {
      return false;
    }
    // A record holds no defaults of sub-charts; of a new release, only what somebody chose is news.
    boolean isOfSubChart = setting.isOfChart() && origin.source().contains("/charts/");
    return isFirst ? !setting.isOfChart() : !isOfSubChart;
  }

  private boolean isHidden(String path) {
    for (String step : path.split(STEP, -1)) {
      if (ShownValue.isSecret(step.replace("\\.", "."))) {
        return true;
      }
    }
    return secrets.contains(before.get(path))
        || settings(path).stream()
            .anyMatch(setting -> setting.isSecret() || secrets.contains(setting.value()));
  }

  private static String shown(
      @Nullable Object value, boolean isHidden, UnaryOperator<String> redaction) {
    return value == null ? "null" : ShownValue.of(value, isHidden, redaction);
  }
}

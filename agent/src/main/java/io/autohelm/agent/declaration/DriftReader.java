package io.autohelm.agent.declaration;

import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.engine.patch.PatchTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The field {@code driftDetection}: Flux's names, its words for the modes accepted beside ours. */
final class DriftReader {
  /** What Flux calls them. */
  private static final Map<String, DriftMode> SYNONYMS =
      new TreeMap<>(Map.of("disabled", DriftMode.OFF, "enabled", DriftMode.CORRECT));

  private DriftReader() {}

  /** What the field says. */
  record Drift(DriftMode mode, IgnoreRules ignored) {}

  static Drift read(FieldReader spec) {
    return spec.table("driftDetection")
        .map(DriftReader::of)
        .orElse(new Drift(DriftMode.CORRECT, IgnoreRules.NONE));
  }

  private static Drift of(FieldReader drift) {
    drift.allow("mode", "ignore");
    List<IgnoreRules.Rule> rules = new ArrayList<>();
    drift.tables("ignore").forEach(item -> rule(item).ifPresent(rules::add));
    return new Drift(
        drift.choice("mode", DriftMode.CORRECT, DriftMode.class, SYNONYMS), new IgnoreRules(rules));
  }

  private static Optional<IgnoreRules.Rule> rule(FieldReader item) {
    item.allow("paths", "target", "managers");
    Map<String, String> pointers = item.lines("paths");
    pointers.forEach(
        (at, path) ->
            IgnoreRules.problem(path)
                .ifPresent(problem -> item.problem(item.lineOf("paths"), at, problem)));
    List<String> paths = new ArrayList<>(pointers.values());
    List<String> managers = List.copyOf(item.lines("managers").values());
    if (!item.has("paths") && !item.has("managers")) {
      paths.add(""); // what is named by its target alone is meant as a whole
    }
    Optional<FieldReader> target = item.table("target");
    PatchTarget selected =
        target
            .map(
                table ->
                    PostRendererReader.checked(table, "", () -> PostRendererReader.target(table)))
            .orElse(null);
    return target.isPresent() && selected == null
        ? Optional.empty()
        : Optional.of(new IgnoreRules.Rule(selected, paths, managers));
  }
}

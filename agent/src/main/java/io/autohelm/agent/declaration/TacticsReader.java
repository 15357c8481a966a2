package io.autohelm.agent.declaration;

import io.autohelm.agent.declaration.Tactics.Apply;
import io.autohelm.agent.declaration.Tactics.Crds;
import io.autohelm.agent.declaration.Tactics.Means;
import io.autohelm.agent.declaration.Tactics.Propagation;
import io.autohelm.agent.declaration.Tactics.Remedy;
import io.autohelm.agent.declaration.Tactics.Tests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code install}, {@code upgrade}, {@code rollback}, {@code uninstall} and {@code test}. */
final class TacticsReader {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final List<String> COMMON =
      List.of("timeout", "disableWait", "disableWaitForJobs", "disableHooks");
  private static final List<String> MERGING =
      List.of(
          "disableSchemaValidation",
          "disableTakeOwnership",
          "serverSideApply",
          "strategy",
          "remediation");

  private static final List<String> STRATEGIES = List.of("RemediateOnFailure", "RetryOnFailure");

  private TacticsReader() {}

  /**
   * @param await whether objects are waited for where an action says nothing
   */
  static Tactics read(FieldReader spec, boolean await) {
    Optional<FieldReader> install = spec.table("install");
    install.ifPresent(table -> allow(table, COMMON, MERGING, List.of("crds", "forceCRDs")));
    Optional<FieldReader> upgrade = spec.table("upgrade");
    upgrade.ifPresent(
        table ->
            allow(
                table,
                COMMON,
                MERGING,
                List.of("force", "cleanupOnFail", "preserveValues", "crds", "forceCRDs")));
    Optional<FieldReader> rollback = spec.table("rollback");
    rollback.ifPresent(
        table ->
            allow(table, COMMON, List.of("force", "cleanupOnFail", "serverSideApply"), List.of()));
    Optional<FieldReader> uninstall = spec.table("uninstall");
    uninstall.ifPresent(
        table ->
            table.allow(
                "timeout", "disableWait", "disableHooks", "keepHistory", "deletionPropagation"));
    Tests tests = spec.table("test").map(TacticsReader::tests).orElse(Tests.NONE);
    return new Tactics(
        means(install, await, false),
        means(upgrade, await, true),
        means(rollback, await, true),
        means(uninstall, await, true),
        tests,
        install.map(table -> remedy(table, tests, false)).orElse(Remedy.RETRY),
        upgrade.map(table -> remedy(table, tests, true)).orElse(Remedy.RETRY));
  }

  private static void allow(
      FieldReader table, List<String> some, List<String> more, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    all.addAll(others);
    table.allow(all.toArray(String[]::new));
  }

  private static Means means(Optional<FieldReader> given, boolean await, boolean mayBeAuto) {
    if (given.isEmpty()) {
      return Means.of(await);
    }
    FieldReader table = given.get();
    boolean force = table.flag("force", false);
    Apply apply = force ? Apply.DISABLED : Apply.ENABLED;
    if (table.has("serverSideApply")) {
      Apply asked =
          mayBeAuto
              ? word(table, "serverSideApply", apply, Apply.class)
              : table.flag("serverSideApply", !force) ? Apply.ENABLED : Apply.DISABLED;
      if (force && asked != Apply.DISABLED) {
        table.problem(
            table.lineOf("serverSideApply"),
            "serverSideApply",
            "force replaces objects, which server-side apply cannot: expected disabled");
      }
      apply = asked;
    }
    return new Means(
        timeout(table),
        !table.flag("disableWait", !await),
        !table.flag("disableWaitForJobs", true),
        !table.flag("disableHooks", false),
        crds(table),
        table.flag("forceCRDs", false),
        !table.flag("disableSchemaValidation", false),
        !table.flag("disableTakeOwnership", true),
        force,
        table.flag("cleanupOnFail", false),
        table.flag("preserveValues", false),
        table.flag("keepHistory", false),
        apply,
        word(table, "deletionPropagation", Propagation.BACKGROUND, Propagation.class));
  }

  private static Crds crds(FieldReader table) {
    return switch (table.word("crds", List.of("Skip", "Create", "CreateReplace")).orElse("")) {
      case "Skip" -> Crds.SKIP;
      case "Create" -> Crds.CREATE;
      case "CreateReplace" -> Crds.CREATE_REPLACE;
      default -> Crds.STANDARD;
    };
  }

  private static @Nullable Duration timeout(FieldReader table) {
    return table.has("timeout") ? table.duration("timeout", SHORTEST, SHORTEST) : null;
  }

  private static Tests tests(FieldReader table) {
    table.allow("enable", "ignoreFailures", "timeout", "filters");
    List<String> filters = new ArrayList<>();
    for (FieldReader filter : table.tables("filters")) {
      filter.allow("name", "exclude");
      String name = filter.requiredText("name");
      filters.add((filter.flag("exclude", false) ? "!name=" : "name=") + name);
    }
    return new Tests(
        table.flag("enable", false), table.flag("ignoreFailures", false), timeout(table), filters);
  }

  private static Remedy remedy(FieldReader table, Tests tests, boolean isUpgrade) {
    Optional<FieldReader> remediation = table.table("remediation");
    Optional<FieldReader> strategy = table.table("strategy");
    strategy.ifPresent(s -> s.allow("name", "retryInterval"));
    String name = remediation.isPresent() ? "RemediateOnFailure" : "RetryOnFailure";
    if (strategy.isPresent()) {
      if (strategy.get().isAbsent("name")) {
        strategy.get().requiredText("name");
      }
      name = strategy.get().word("name", STRATEGIES).orElse(name);
    }
    boolean isRetried = name.equals("RetryOnFailure");
    if (isRetried && remediation.isPresent()) {
      table.problem(
          table.lineOf("remediation"),
          "remediation",
          "has no meaning beside the strategy RetryOnFailure, which undoes nothing");
    }
    Duration interval =
        strategy
            .filter(s -> s.has("retryInterval"))
            .map(s -> s.duration("retryInterval", SHORTEST, SHORTEST))
            .orElse(null);
    if (remediation.isEmpty()) {
      return new Remedy(
          isRetried, interval, isRetried ? -1 : 0, false, tests.ignoreFailures(), false);
    }
    FieldReader r = remediation.get();
    if (isUpgrade) {
      r.allow("retries", "remediateLastFailure", "ignoreTestFailures", "strategy");
    } else {
      r.allow("retries", "remediateLastFailure", "ignoreTestFailures");
    }
    int retries = r.number("retries", 0, -1, 1000);
    String undo =
        isUpgrade ? r.word("strategy", List.of("rollback", "uninstall")).orElse("rollback") : "";
    return new Remedy(
        isRetried,
        interval,
        retries,
        r.flag("remediateLastFailure", isUpgrade && retries > 0),
        r.flag("ignoreTestFailures", tests.ignoreFailures()),
        undo.equals("uninstall"));
  }

  private static <E extends Enum<E>> E word(
      FieldReader table, String field, E otherwise, Class<E> type) {
    return table.has(field) ? table.choice(field, otherwise, type) : otherwise;
  }
}

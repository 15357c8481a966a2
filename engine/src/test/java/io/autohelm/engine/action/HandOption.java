package io.autohelm.engine.action;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An option of an action as each hand is told it. */
@SuppressWarnings("ImmutableEnumChecker") // a lambda without state
enum HandOption {
  WAIT("--wait", "--wait", policy -> policy.wait(WaitMode.WATCHER)),
  QUICK("--timeout=3s", "--timeout=3s", p -> p.timeout(Duration.ofSeconds(3))),
  REPLACE("--replace", "--replace", policy -> policy.replace(true)),
  KEEP_HISTORY("--keep-history", "--keep-history", policy -> policy.keepHistory(true)),
  CLIENT_SIDE("--server-side=false", "", policy -> policy.serverSide(ServerSide.FALSE)),
  SERVER_SIDE("--server-side=true", "", policy -> policy.serverSide(ServerSide.TRUE)),
  FORCE_CONFLICTS("--force-conflicts", "", policy -> policy.forceConflicts(true)),
  FORCE_REPLACE("--force-replace", "--force", policy -> policy.forceReplace(true)),
  TAKE_OWNERSHIP("--take-ownership", "--take-ownership", policy -> policy.takeOwnership(true)),
  CLEANUP("--cleanup-on-fail", "--cleanup-on-fail", policy -> policy.cleanupOnFail(true)),
  ROLL_BACK("--rollback-on-failure", "--atomic", policy -> policy.rollbackOnFailure(true)),
  NO_HOOKS("--no-hooks", "--no-hooks", policy -> policy.hooks(false)),
  REUSE("--reuse-values", "--reuse-values", policy -> policy.values(ValuesMode.REUSE)),
  RESET("--reset-values", "--reset-values", policy -> policy.values(ValuesMode.RESET)),
  RESET_THEN_REUSE(
      "--reset-then-reuse-values",
      "--reset-then-reuse-values",
      policy -> policy.values(ValuesMode.RESET_THEN_REUSE)),
  IGNORE_NOT_FOUND("--ignore-not-found", "--ignore-not-found", p -> p.ignoreNotFound(true)),
  SUB_NOTES("--render-subchart-notes", "--render-subchart-notes", p -> p.subNotes(true)),
  SKIP_SCHEMA(
      "--skip-schema-validation", "--skip-schema-validation", policy -> policy.skipSchema(true)),
  SKIP_CRDS("--skip-crds", "--skip-crds", policy -> policy.crds(false)),
  HISTORY_OF_TWO("--history-max=2", "--history-max=2", policy -> policy.maxHistory(2)),
  DESCRIBED("--description=as said", "--description=as said", p -> p.description("as said")),
  LABELLED("--labels=team=blue,gone=1", "--labels=team=blue,gone=1", policy -> {}),
  RELABELLED("--labels=gone=null,more=x", "--labels=gone=null,more=x", policy -> {}),
  MISLABELLED("--labels=owner=me", "--labels=owner=me", policy -> {}),
  FOREGROUND(
      "--cascade=foreground",
      "--cascade=foreground",
      policy -> policy.cascade(Cluster.Propagation.FOREGROUND)),
  ORPHAN(
      "--cascade=orphan", "--cascade=orphan", policy -> policy.cascade(Cluster.Propagation.ORPHAN)),
  SIMULATED("--dry-run", "--dry-run", policy -> policy.dryRun(DryRun.SERVER)),
  DRY_RUN("--dry-run=server", "--dry-run=server", policy -> policy.dryRun(DryRun.SERVER));

  private static final String LABELS = "--labels=";

  private final String helm4;
  private final String helm3;
  private final Consumer<ActionPolicy.Builder> ours;

  HandOption(String helm4, String helm3, Consumer<ActionPolicy.Builder> ours) {
    this.helm4 = helm4;
    this.helm3 = helm3;
    this.ours = ours;
  }

  /** The flag of Helm 3; none where it does so anyway, or cannot. */
  List<String> helm3() {
    return helm3.isEmpty() ? List.of() : List.of(helm3);
  }

  List<String> helm4() {
    return List.of(helm4);
  }

  /** The labels that the options give a record. */
  static Map<String, String> labels(List<HandOption> options) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (HandOption option : options) {
      if (option.helm4.startsWith(LABELS)) {
        for (String label : option.helm4.substring(LABELS.length()).split(",", -1)) {
          labels.put(
              label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
        }
      }
    }
    return labels;
  }

  static ActionPolicy policy(List<HandOption> options) {
    ActionPolicy.Builder policy = ActionPolicy.HELM.change();
    options.forEach(option -> option.ours.accept(policy));
    return policy.build();
  }
}

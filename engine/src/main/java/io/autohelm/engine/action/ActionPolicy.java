package io.autohelm.engine.action;

import io.autohelm.engine.health.FailFast;
import java.time.Duration;

/**
 * How an action goes about its work. One set of options serves every action; each looks at those
 * that concern it. Immutable; changed through {@link #change}.
 */
public final class ActionPolicy {
  /** What Helm's command line does when it is told nothing else. */
  public static final ActionPolicy HELM = new Builder().build();

  /**
   * What a release gets that says nothing else: Git is the truth, so its fields win over other
   * managers, and a release counts as deployed when its objects are ready.
   */
  public static final ActionPolicy STANDARD =
      new Builder()
          .wait(WaitMode.WATCHER)
          .serverSide(ServerSide.TRUE)
          .forceConflicts(true)
          .values(ValuesMode.RESET)
          .replace(true)
          .ignoreNotFound(true)
          .ordered(true)
          .build();

  private final Builder options;

  private ActionPolicy(Builder options) {
    this.options = options;
  }

  /** The same options, to be changed. */
  public Builder change() {
    return options.copy();
  }

  /** For each single wait: for readiness, for a hook, for deletion. */
  public Duration timeout() {
    return options.timeout;
  }

  /** What is waited for. */
  public WaitMode waitMode() {
    return options.wait;
  }

  /** Whether Jobs must have completed, where objects are waited for at all. */
  public boolean waitForJobs() {
    return options.waitForJobs;
  }

  /**
   * Whether objects are made in the order that the charts ask for, each stage when the one before
   * is ready, and removed in the opposite one; see {@link io.autohelm.engine.sequence.Sequence}.
   */
  public boolean ordered() {
    return options.ordered || options.wait == WaitMode.ORDERED;
  }

  /** Which reasons end a wait before its time; Helm knows none but its own. */
  public FailFast failFast() {
    return options.failFast;
  }

  /** Ends the waits of the action from outside; the revision is recorded as failed then. */
  public Cancel cancel() {
    return options.cancel;
  }

  /** Whether hooks run. */
  public boolean hooks() {
    return options.hooks;
  }

  /** Whether anything is done. */
  public DryRun dryRun() {
    return options.dryRun;
  }

  /** The sentence that the record of success bears; empty for Helm's own. */
  public String description() {
    return options.description;
  }

  /** How many revisions are kept; 0 keeps all. An installation keeps all. */
  public int maxHistory() {
    return options.maxHistory;
  }

  /** By whom objects are merged. */
  public ServerSide serverSide() {
    return options.serverSide;
  }

  /** Whether server-side apply takes over fields that other managers own. */
  public boolean forceConflicts() {
    return options.forceConflicts;
  }

  /** Whether objects that exist are replaced as a whole; not with server-side apply. */
  public boolean forceReplace() {
    return options.forceReplace;
  }

  /** Whether objects that exist already are adopted, whoever they belong to. */
  public boolean takeOwnership() {
    return options.takeOwnership;
  }

  /** Whether values are rendered that the chart's JSON schema refuses. */
  public boolean skipSchema() {
    return options.skipSchema;
  }

  /** Whether the notes of sub-charts are appended to the chart's. */
  public boolean subNotes() {
    return options.subNotes;
  }

  /** Whether templates may ask the name service. */
  public boolean enableDns() {
    return options.enableDns;
  }

  /**
   * Whether a failed installation is uninstalled and a failed upgrade rolled back; it then waits
   * for its objects in any case.
   */
  public boolean rollbackOnFailure() {
    return options.rollbackOnFailure;
  }

  /** Whether a missing namespace is made at installation. */
  public boolean createNamespace() {
    return options.createNamespace;
  }

  /** Whether an installation may take the name of a release that was uninstalled or has failed. */
  public boolean replace() {
    return options.replace;
  }

  /** What an installation does with the CRDs of {@code crds/}; makes the missing ones as a rule. */
  public CrdPolicy installCrds() {
    return options.installCrds;
  }

  /** What an upgrade does with them; leaves them alone as a rule. */
  public CrdPolicy upgradeCrds() {
    return options.upgradeCrds;
  }

  /** Whether existing CRDs are changed although objects could be lost or refused. */
  public boolean forceCrds() {
    return options.forceCrds;
  }

  /** What an upgrade does with the values of the revision before. */
  public ValuesMode values() {
    return options.values;
  }

  /** Whether a failed upgrade or roll-back removes the objects that it made. */
  public boolean cleanupOnFail() {
    return options.cleanupOnFail;
  }

  /** Whether an uninstalled release's records stay. */
  public boolean keepHistory() {
    return options.keepHistory;
  }

  /** What becomes of the dependents of objects that an uninstallation deletes. */
  public Cluster.Propagation cascade() {
    return options.cascade;
  }

  /** Whether it is no error to uninstall what is not there. */
  public boolean ignoreNotFound() {
    return options.ignoreNotFound;
  }

  /** Options in the making; begins with those of Helm's command line. For one thread. */
  public static final class Builder {
    private Duration timeout = Duration.ofMinutes(5);
    private WaitMode wait = WaitMode.HOOKS_ONLY;
    private boolean waitForJobs;
    private boolean ordered;
    private FailFast failFast = FailFast.STANDARD;
    private Cancel cancel = Cancel.NEVER;
    private boolean hooks = true;
    private DryRun dryRun = DryRun.NONE;
    private String description = "";
    private int maxHistory = 10;
    private ServerSide serverSide = ServerSide.AUTO;
    private boolean forceConflicts;
    private boolean forceReplace;
    private boolean takeOwnership;
    private boolean skipSchema;
    private boolean subNotes;
    private boolean enableDns;
    private boolean rollbackOnFailure;
    private boolean createNamespace;
    private boolean replace;
    private CrdPolicy installCrds = CrdPolicy.CREATE;
    private CrdPolicy upgradeCrds = CrdPolicy.SKIP;
    private boolean forceCrds;
    private ValuesMode values = ValuesMode.STANDARD;
    private boolean cleanupOnFail;
    private boolean keepHistory;
    private Cluster.Propagation cascade = Cluster.Propagation.BACKGROUND;
    private boolean ignoreNotFound;

    private Builder() {}

    private Builder copy() {
      Builder copy = new Builder();
      copy.timeout = timeout;
      copy.wait = wait;
      copy.waitForJobs = waitForJobs;
      copy.ordered = ordered;
      copy.failFast = failFast;
      copy.cancel = cancel;
      copy.hooks = hooks;
      copy.dryRun = dryRun;
      copy.description = description;
      copy.maxHistory = maxHistory;
      copy.serverSide = serverSide;
      copy.forceConflicts = forceConflicts;
      copy.forceReplace = forceReplace;
      copy.takeOwnership = takeOwnership;
      copy.skipSchema = skipSchema;
      copy.subNotes = subNotes;
      copy.enableDns = enableDns;
      copy.rollbackOnFailure = rollbackOnFailure;
      copy.createNamespace = createNamespace;
      copy.replace = replace;
      copy.installCrds = installCrds;
      copy.upgradeCrds = upgradeCrds;
      copy.forceCrds = forceCrds;
      copy.values = values;
      copy.cleanupOnFail = cleanupOnFail;
      copy.keepHistory = keepHistory;
      copy.cascade = cascade;
      copy.ignoreNotFound = ignoreNotFound;
      return copy;
    }

    /** The policy; this builder may be used on. */
    public ActionPolicy build() {
      return new ActionPolicy(copy());
    }

    /** See {@link ActionPolicy#timeout}. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** See {@link ActionPolicy#waitMode}. */
    public Builder wait(WaitMode value) {
      wait = value;
      return this;
    }

    /** See {@link ActionPolicy#waitForJobs}. */
    public Builder waitForJobs(boolean value) {
      waitForJobs = value;
      return this;
    }

    /** See {@link ActionPolicy#ordered}. */
    public Builder ordered(boolean value) {
      ordered = value;
      return this;
    }

    /** See {@link ActionPolicy#failFast}. */
    public Builder failFast(FailFast value) {
      failFast = value;
      return this;
    }

    /** See {@link ActionPolicy#cancel}. */
    public Builder cancel(Cancel value) {
      cancel = value;
      return this;
    }

    /** See {@link ActionPolicy#hooks}. */
    public Builder hooks(boolean value) {
      hooks = value;
      return this;
    }

    /** See {@link ActionPolicy#dryRun}. */
    public Builder dryRun(DryRun value) {
      dryRun = value;
      return this;
    }

    /** See {@link ActionPolicy#description}. */
    public Builder description(String value) {
      description = value;
      return this;
    }

    /** See {@link ActionPolicy#maxHistory}. */
    public Builder maxHistory(int value) {
      maxHistory = value;
      return this;
    }

    /** See {@link ActionPolicy#serverSide}. */
    public Builder serverSide(ServerSide value) {
      serverSide = value;
      return this;
    }

    /** See {@link ActionPolicy#forceConflicts}. */
    public Builder forceConflicts(boolean value) {
      forceConflicts = value;
      return this;
    }

    /** See {@link ActionPolicy#forceReplace}. */
    public Builder forceReplace(boolean value) {
      forceReplace = value;
      return this;
    }

    /** See {@link ActionPolicy#takeOwnership}. */
    public Builder takeOwnership(boolean value) {
      takeOwnership = value;
      return this;
    }

    /** See {@link ActionPolicy#skipSchema}. */
    public Builder skipSchema(boolean value) {
      skipSchema = value;
      return this;
    }

    /** See {@link ActionPolicy#subNotes}. */
    public Builder subNotes(boolean value) {
      subNotes = value;
      return this;
    }

    /** See {@link ActionPolicy#enableDns}. */
    public Builder enableDns(boolean value) {
      enableDns = value;
      return this;
    }

    /** See {@link ActionPolicy#rollbackOnFailure}. */
    public Builder rollbackOnFailure(boolean value) {
      rollbackOnFailure = value;
      return this;
    }

    /** See {@link ActionPolicy#createNamespace}. */
    public Builder createNamespace(boolean value) {
      createNamespace = value;
      return this;
    }

    /** See {@link ActionPolicy#replace}. */
    public Builder replace(boolean value) {
      replace = value;
      return this;
    }

    /** Whether an installation makes CRDs that are missing. */
    public Builder crds(boolean value) {
      installCrds = value ? CrdPolicy.CREATE : CrdPolicy.SKIP;
      return this;
    }

    /** See {@link ActionPolicy#installCrds}. */
    public Builder installCrds(CrdPolicy value) {
      installCrds = value;
      return this;
    }

    /** See {@link ActionPolicy#upgradeCrds}. */
    public Builder upgradeCrds(CrdPolicy value) {
      upgradeCrds = value;
      return this;
    }

    /** See {@link ActionPolicy#forceCrds}. */
    public Builder forceCrds(boolean value) {
      forceCrds = value;
      return this;
    }

    /** See {@link ActionPolicy#values}. */
    public Builder values(ValuesMode value) {
      values = value;
      return this;
    }

    /** See {@link ActionPolicy#cleanupOnFail}. */
    public Builder cleanupOnFail(boolean value) {
      cleanupOnFail = value;
      return this;
    }

    /** See {@link ActionPolicy#keepHistory}. */
    public Builder keepHistory(boolean value) {
      keepHistory = value;
      return this;
    }

    /** See {@link ActionPolicy#cascade}. */
    public Builder cascade(Cluster.Propagation value) {
      cascade = value;
      return this;
    }

    /** See {@link ActionPolicy#ignoreNotFound}. */
    public Builder ignoreNotFound(boolean value) {
      ignoreNotFound = value;
      return this;
    }
  }
}

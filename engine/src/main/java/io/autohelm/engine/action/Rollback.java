package io.autohelm.engine.action;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes of an earlier revision the next one. */
final class Rollback {
  private static final int LONGEST_DESCRIPTION = 256;

  private final ActionContext context;
  private final Cluster cluster;
  private final String namespace;
  private final String name;
  private final int revision;
  private final ActionPolicy policy;
  private final Map<String, String> labels;

  /**
   * @param revision to go back to; 0 for the one before the newest
   * @param labels of the new revision, beside those of the earlier one
   */
  Rollback(
      ActionContext context,
      String namespace,
      String name,
      int revision,
      ActionPolicy policy,
      Map<String, String> labels) {
    this.context = context;
    this.cluster = context.cluster();
    this.namespace = namespace;
    this.name = name;
    this.revision = revision;
    this.policy = policy;
    this.labels = Map.copyOf(labels);
  }

  /** Rolls back; see {@link Actions#rollback}. */
  Release run() {
    int length = policy.description().codePointCount(0, policy.description().length());
    if (length > LONGEST_DESCRIPTION) {
      throw new ActionException(
          "description must be " + LONGEST_DESCRIPTION + " characters or less, got " + length);
    }
    if (ReleaseName.problem(name).isPresent()) {
      throw new ActionException("prepareRollback: Release name is invalid: " + name);
    }
    if (revision < 0) {
      throw new ActionException("invalid release revision");
    }
    List<Release> history = context.store().history(namespace, name);
    Release last =
        History.last(history).orElseThrow(() -> new ActionException("release: not found"));
    int wanted = revision == 0 ? last.revision() - 1 : revision;
    Release earlier =
        History.revision(history, wanted)
            .orElseThrow(() -> new ActionException("release has no " + wanted + " version"));
    Release draft = draft(last, earlier);
    if (policy.dryRun().isDry()) {
      return draft;
    }
    History.prune(context.store(), history, policy.maxHistory());
    context.store().create(draft);
    Journal journal = new Journal(context.store(), draft);
    try {
      perform(journal, last, history);
      return journal.current();
    } catch (ClusterException | ManifestException e) {
      throw failed(journal, String.valueOf(e.getMessage()), e);
    } catch (ActionException e) {
      if (journal.current().status() == ReleaseStatus.FAILED) {
        throw e;
      }
      throw failed(journal, String.valueOf(e.getMessage()), e);
    }
  }

  private Release draft(Release last, Release earlier) {
    Map<String, String> all = new TreeMap<>(earlier.labels());
    all.putAll(labels);
    return new Release(
        name,
        last.namespace(),
        last.revision() + 1,
        new ReleaseInfo(
            last.info().firstDeployed(),
            context.now(),
            null,
            policy.description().isEmpty()
                ? "Rollback to " + earlier.revision()
                : policy.description(),
            ReleaseStatus.PENDING_ROLLBACK,
            earlier.revision(),
            earlier.info().notes()),
        earlier.chart(),
        earlier.config(),
        earlier.manifest(),
        earlier.hooks(),
        all,
        Drafts.applyMethod(policy.serverSide(), earlier));
  }

  private void perform(Journal journal, Release last, List<Release> history) {
    Release draft = journal.current();
    boolean serverSide = draft.applyMethod().equals(Release.SERVER_SIDE_APPLY);
    List<KubeObject> before = ReleaseObjects.past(cluster, last);
    List<KubeObject> target = new Drafts(context).objects(draft, "new ");
    HookRunner hooks = new HookRunner(context, policy, serverSide);
    hooks.run(journal, HookEvent.PRE_ROLLBACK);
    ObjectWriter writer = write(journal, last, before, target, serverSide);
    try {
      Waiting.ready(cluster, writer.asWritten(target), policy);
    } catch (ClusterException e) {
      journal.record(ReleaseStatus.FAILED, "Release \"" + name + "\" failed: " + e.getMessage());
      throw new ActionException("release " + name + " failed: " + e.getMessage(), e);
    }
    hooks.run(journal, HookEvent.POST_ROLLBACK);
    History.supersede(context.store(), history, draft.revision());
    journal.record(ReleaseStatus.DEPLOYED, journal.current().info().description());
  }

  private ObjectWriter write(
      Journal journal,
      Release last,
      List<KubeObject> before,
      List<KubeObject> target,
      boolean serverSide) {
    List<KubeObject> created = Collections.synchronizedList(new ArrayList<>());
    ObjectWriter writer = new ObjectWriter(context);
    try {
      ObjectWriter.Options options =
          new ObjectWriter.Options(
              serverSide,
              policy.forceConflicts(),
              policy.forceReplace(),
              serverSide,
              false,
              policy.cleanupOnFail());
      List<List<KubeObject>> stages = Stages.of(context, policy, journal.current(), target);
      for (int i = 0; i < stages.size(); i++) {
        writer.write(before, stages.get(i), options, created);
        if (i < stages.size() - 1) {
          Waiting.stage(cluster, writer.asWritten(stages.get(i)), policy);
        }
      }
      writer.removeLeft(before, target);
      return writer;
    } catch (ClusterException | ActionException e) {
      context.store().update(History.superseded(last));
      ActionException failure = failed(journal, String.valueOf(e.getMessage()), e);
      if (policy.cleanupOnFail()) {
        List<ClusterException> errors = writer.delete(created, Cluster.Propagation.BACKGROUND);
        if (!errors.isEmpty()) {
          throw new ActionException(
              "an error occurred while cleaning up resources. original rollback error: unable to"
                  + " cleanup resources: "
                  + ObjectWriter.joined(errors, ", "),
              e);
        }
      }
      throw failure;
    }
  }

  private ActionException failed(Journal journal, String message, RuntimeException cause) {
    String description = "Rollback \"" + name + "\" failed: " + message;
    context.listener().warning(description, Map.of());
    journal.record(ReleaseStatus.FAILED, description);
    return new ActionException(message, cause);
  }
}

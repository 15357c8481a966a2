package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.ClusterValues;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.declaration.Terms;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.agent.schedule.Windows;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.action.ServerSide;
import io.autohelm.engine.action.TestFilter;
import io.autohelm.engine.action.TestRun;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.patch.PostRenderers;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.testing.ApiProxy;
import io.autohelm.engine.testing.ApiProxy.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Walks through an action: the process that does it dies at its first change of the cluster, at its
 * second, and so on, and each time the next process must come to a good end by itself.
 */
final class KillWalk implements AutoCloseable {
  private static final String SOURCE = "walk";

  /** What is being done when the process dies. */
  enum Action {
    /** With hooks and a CRD. */
    INSTALL,
    /** With hooks and an object that leaves the chart. */
    UPGRADE,
    /** Of a release that Helm 3 made, whose fields are handed to server-side apply. */
    MIGRATE,
    ROLLBACK,
    /** Somebody ordered to go back, and what is declared is left alone from then on. */
    REVERT,
    UNINSTALL,
    /** Uninstalled, and desired again by the next process. */
    REINSTALL,
    /** Under another name: its history is carried on, then it is upgraded. */
    MOVE,
    TEST
  }

  /** How a process dies in the middle of a request. */
  enum Death {
    /** The request did not reach the server any more. */
    BEFORE,
    /** The server did what it was asked, and nobody read the answer. */
    AFTER
  }

  /** Whether the long walk is asked for: every action and both ways of dying. */
  static boolean isFull() {
    return Boolean.getBoolean("killwalk.full");
  }

  static Stream<Arguments> everyDeath() {
    return Arrays.stream(Action.values())
        .flatMap(action -> Arrays.stream(Death.values()).map(death -> Arguments.of(action, death)));
  }

  private final String kubeconfig;
  private final String namespace;
  private final Clock clock = Clock.systemUTC();
  private final Engine direct;

  KillWalk(String kubeconfig, String namespace) {
    this.kubeconfig = kubeconfig;
    this.namespace = namespace;
    this.direct = new Engine(kubeconfig);
  }

  /** Looks at what a walk has left; called after the release has come to its end. */
  interface Inspection {
    void look(int step, String release, boolean isPresent);
  }

  /** An agent's process, as far as releases go. */
  private final class Engine implements AutoCloseable {
    final KubeConnection connection;
    final Actions actions;
    final ReleaseLocks locks;
    final Reconciler reconciler;

    Engine(String config) {
      connection = KubeConnection.ofText(config, clock);
      actions = Connected.actions(connection, clock);
      locks = connection.locks("autohelm");
      reconciler = Connected.reconciler(connection, clock);
    }

    Report.ReleaseSynced sync(String name, String word) {
      return reconciler.reconcile(
          Round.of(desired(name), SOURCE, "commit", new Words(name, word)), new Attempt());
    }

    /** Another state is declared, but somebody ordered to go back from it. */
    Report.ReleaseSynced bringBack(String name) {
      Round round = Round.of(desired(name), SOURCE, "commit", new Words(name, "two"));
      Order order = Order.rollback(new ReleaseId(namespace, name), 0, "ann", "", Instant.EPOCH);
      return reconciler.reconcile(
          new Round(
              round.desired(),
              round.source(),
              round.commit(),
              round.charts(),
              round.notReady(),
              null,
              round.scope(),
              new Clearance(null, List.of(), "", order),
              round.consents()),
          new Attempt());
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  /** What the release was called before it moved. */
  private static String was(String release) {
    return release + "-was";
  }

  private DesiredRelease desired(String name) {
    ReleaseId old =
        name.startsWith("move-") && !name.endsWith("-was")
            ? new ReleaseId(namespace, was(name))
            : null;
    return new DesiredRelease(
        new ReleaseId(namespace, name),
        name + ".yaml",
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofSeconds(20),
        List.of(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        10,
        PostRenderers.NONE,
        Tactics.STANDARD,
        new Terms(null, Windows.NONE, List.of(), 0, false, "", old, false),
        IgnoreRules.NONE,
        ClusterValues.NONE);
  }

  /** Charts whose second version says another word and lacks an object of the first. */
  private record Words(String release, String word) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease desired) {
      return KillWalk.chart(release, word);
    }

    @Override
    public Map<String, Object> values(DesiredRelease desired) {
      return Map.of();
    }
  }

  /** The files of the chart, for whoever wants to show it to Helm. */
  static Map<String, String> files(String release, String word) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("Chart.yaml", "apiVersion: v2\nname: walk\nversion: 1.0.0\n");
    files.put(
        "templates/said.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: "{{ .Release.Name }}-said" }
        data: { word: %s, %s: x }
        """
            .formatted(word, word));
    if (word.equals("one")) {
      files.put(
          "templates/old.yaml",
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \"{{ .Release.Name }}-old\" }\n");
    }
    files.put(
        "templates/work.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: "{{ .Release.Name }}-work" }
        spec:
          selector: { matchLabels: { of: "{{ .Release.Name }}" } }
          template:
            metadata: { labels: { of: "{{ .Release.Name }}" }, annotations: { word: %s } }
            spec: { containers: [ { name: c, image: busybox } ] }
        """
            .formatted(word));
    files.put(
        "templates/before.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: "{{ .Release.Name }}-before"
          annotations: { helm.sh/hook: "pre-install,pre-upgrade,pre-rollback,pre-delete" }
        """);
    files.put(
        "templates/after.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: "{{ .Release.Name }}-after"
          annotations:
            helm.sh/hook: "post-install,post-upgrade,post-rollback,post-delete"
            helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"
        spec: { restartPolicy: Never, containers: [ { name: c, image: busybox } ] }
        """);
    files.put(
        "templates/test.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: "{{ .Release.Name }}-test"
          annotations:
            helm.sh/hook: test
            helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"
        spec: { restartPolicy: Never, containers: [ { name: c, image: busybox } ] }
        """);
    if (release.startsWith("install")) {
      files.put("crds/thing.yaml", crd(release));
    }
    return files;
  }

  private static String crd(String release) {
    String plural = "things" + release.replace("-", "");
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: %1$s.walk.autohelm.example.org }
        spec:
          group: walk.autohelm.example.org
          names: { kind: %2$s, plural: %1$s, singular: %1$s1, listKind: %2$sList }
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """
        .formatted(plural, "Thing" + release.replace("-", ""));
  }

  private static Chart chart(String release, String word) {
    List<ChartFile> files = new ArrayList<>();
    files(release, word)
        .forEach(
            (name, text) ->
                files.add(new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null)));
    return Charts.ofFolder(files);
  }

  /**
   * Walks through one action.
   *
   * @param tag makes the names of releases this walk's own
   * @return how many times the process died
   */
  int walk(Action action, Death death, String tag, Inspection inspection) {
    for (int step = 0; step < 200; step++) {
      String release = action.name().toLowerCase(Locale.ROOT) + "-" + tag + step;
      prepare(action, release);
      boolean died = die(action, death, release, step);
      if (died) {
        bury(release);
        bury(was(release));
      }
      boolean isPresent = action != Action.UNINSTALL;
      try {
        recover(action, release);
        if (isPresent) {
          check(action, release);
          checkGone(was(release));
        } else {
          checkGone(release);
        }
        inspection.look(step, release, isPresent);
        cleanUp(release);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            action + ", dead " + death + " change " + (step + 1) + ", " + told(release), e);
      }
      if (!died) {
        return step;
      }
    }
    throw new AssertionError(action + " never came to its end");
  }

  private String told(String release) {
    return direct.connection.releases().history(namespace, release).stream()
        .map(each -> each.revision() + " " + each.status() + " " + each.info().description())
        .toList()
        .toString();
  }

  private void prepare(Action action, String release) {
    switch (action) {
      case INSTALL -> {}
      case MIGRATE ->
          direct.actions.install(
              new ReleaseRequest(
                  release,
                  namespace,
                  chart(release, "one"),
                  Map.of(),
                  Map.of(),
                  ActionPolicy.STANDARD.change().serverSide(ServerSide.FALSE).build()));
      case ROLLBACK, REVERT -> {
        good(direct.sync(release, "one"));
        good(direct.sync(release, "two"));
      }
      case MOVE -> {
        good(direct.sync(was(release), "two"));
        good(direct.sync(was(release), "one"));
      }
      default -> good(direct.sync(release, "one"));
    }
  }

  private static void good(Report.ReleaseSynced report) {
    assertEquals(null, report.error());
    assertEquals("deployed", report.status());
  }

  /** Begins the action in a process that dies; tells whether it did before the action's end. */
  private boolean die(Action action, Death death, String release, int after) {
    AtomicInteger changes = new AtomicInteger();
    AtomicBoolean isDead = new AtomicBoolean();
    Fate.Answer silence = ApiProxy.refusal(403, "Forbidden", "this process is dead");
    try (ApiProxy proxy = new ApiProxy(kubeconfig);
        Engine engine = new Engine(proxy.kubeconfig())) {
      proxy.decide(
          asked -> {
            if (isDead.get()) {
              return silence;
            }
            if (asked.isMutating() && changes.incrementAndGet() > after) {
              boolean isFirst = isDead.compareAndSet(false, true);
              return death == Death.AFTER && isFirst ? new Fate.Replaced(silence) : silence;
            }
            return new Fate.Pass();
          });
      String failure = begin(engine, action, release);
      if (!isDead.get()) {
        assertEquals("", failure, "nothing was in its way");
      }
    }
    return isDead.get();
  }

  private String begin(Engine engine, Action action, String release) {
    try {
      switch (action) {
        case INSTALL, UPGRADE, MIGRATE, MOVE -> {
          return Objects.toString(engine.sync(release, "two").error(), "");
        }
        case REVERT -> {
          return Objects.toString(engine.bringBack(release).error(), "");
        }
        case UNINSTALL, REINSTALL -> {
          return Objects.toString(removed(engine.reconciler, release).error(), "");
        }
        case ROLLBACK ->
            locked(
                engine,
                release,
                actions -> actions.rollback(namespace, release, 1, ActionPolicy.STANDARD));
        case TEST ->
            locked(
                engine,
                release,
                actions -> {
                  try (TestRun run =
                      actions.test(namespace, release, TestFilter.ALL, ActionPolicy.STANDARD)) {
                    assertEquals(Optional.empty(), run.failure());
                  }
                });
      }
    } catch (ActionException | ClusterException | ReleaseException | AssertionError dead) {
      return dead.toString();
    }
    return "";
  }

  private interface Work {
    void with(Actions actions);
  }

  private void locked(Engine engine, String release, Work work) {
    ReleaseLocks.Attempt attempt = engine.locks.take(namespace, release);
    if (attempt instanceof ReleaseLocks.Attempt.Taken taken) {
      try (ReleaseLock lock = taken.lock()) {
        work.with(engine.actions.under(lock));
      }
    }
  }

  private KubeObject lease(String release) {
    return new KubeObject(
        Map.of(
            "apiVersion",
            "coordination.k8s.io/v1",
            "kind",
            "Lease",
            "metadata",
            Map.of("name", "autohelm." + release, "namespace", namespace)));
  }

  /** The dead engine lived in this process, which is alive: the lease must not say so. */
  private void bury(String release) {
    direct
        .connection
        .cluster()
        .get(lease(release))
        .ifPresent(
            lease -> {
              Map<Object, Object> spec = new LinkedHashMap<>((Map<?, ?>) lease.tree().get("spec"));
              spec.computeIfPresent(
                  "holderIdentity",
                  (key, holder) ->
                      holder.toString().replaceFirst("-\\d+-\\d+-([0-9a-f]+)$", "-1-1-$1"));
              Map<String, Object> tree = new LinkedHashMap<>(lease.tree());
              tree.put("spec", spec);
              direct.connection.cluster().replace(new KubeObject(tree));
            });
  }

  private void recover(Action action, String release) {
    try (Engine next = new Engine(kubeconfig)) {
      String last = "";
      for (int round = 0; round < 4; round++) {
        if (action == Action.UNINSTALL) {
          Report.ReleaseRemoved report = removed(next.reconciler, release);
          last = String.valueOf(report);
          if (report.error() == null) {
            return;
          }
        } else {
          boolean isBack = action == Action.REVERT;
          Report.ReleaseSynced report =
              isBack ? next.bringBack(release) : next.sync(release, word(action));
          last = String.valueOf(report);
          Decision.Step end = isBack ? Decision.Step.HELD_BACK : Decision.Step.LEAVE;
          if (report.error() == null && report.step() == end) {
            return;
          }
        }
      }
      throw new AssertionError("no good end after four rounds: " + last);
    }
  }

  private static String word(Action action) {
    return switch (action) {
      case INSTALL, UPGRADE, MIGRATE, MOVE, ROLLBACK -> "two";
      default -> "one";
    };
  }

  private void check(Action action, String release) {
    direct.locks.sweep(namespace);
    List<Release> history = direct.connection.releases().history(namespace, release);
    Release newest = history.get(history.size() - 1);
    assertEquals(ReleaseStatus.DEPLOYED, newest.status());
    assertEquals(
        1,
        history.stream().filter(each -> each.status() == ReleaseStatus.DEPLOYED).count(),
        "deployed revisions");
    assertTrue(history.stream().noneMatch(each -> each.status().isPending()), "none is pending");
    List<KubeObject> objects = direct.actions.objects(newest);
    assertEquals(
        List.of(),
        new DriftCheck(direct.connection.cluster(), new Footprints()).check(objects),
        "differ from the manifest");
    KubeObject said = direct.connection.cluster().get(configMap(release + "-said")).orElseThrow();
    assertEquals(
        Set.of("word", word(action)),
        ((Map<?, ?>) said.tree().get("data")).keySet(),
        "no field stays");
    boolean hasOld = direct.connection.cluster().get(configMap(release + "-old")).isPresent();
    assertEquals(word(action).equals("one"), hasOld, "what left the chart");
    assertEquals(
        Optional.empty(), direct.connection.cluster().get(lease(release)), "a lease is left");
  }

  private KubeObject configMap(String name) {
    return new KubeObject(
        Map.of(
            "apiVersion", "v1",
            "kind", "ConfigMap",
            "metadata", Map.of("name", name, "namespace", namespace)));
  }

  private void checkGone(String release) {
    direct.locks.sweep(namespace);
    assertEquals(List.of(), direct.connection.releases().index(namespace, release));
    for (String name : List.of("-said", "-old")) {
      assertEquals(
          Optional.empty(), direct.connection.cluster().get(configMap(release + name)), name);
    }
    assertEquals(
        Optional.empty(), direct.connection.cluster().get(lease(release)), "a lease is left");
  }

  private Report.ReleaseRemoved removed(Reconciler reconciler, String release) {
    ReleaseId id = new ReleaseId(namespace, release);
    return assertInstanceOf(
        Report.ReleaseRemoved.class, reconciler.removals().remove(Removal.of(id, SOURCE, null)));
  }

  private void cleanUp(String release) {
    Report.ReleaseRemoved report = removed(direct.reconciler, release);
    assertEquals(null, report.error());
    if (release.startsWith("install")) {
      KubeObject.parseAll(crd(release)).forEach(direct.connection.cluster()::delete);
    }
  }

  @Override
  public void close() {
    direct.close();
  }
}

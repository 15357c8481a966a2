package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.values.ValuesLayers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What actions do on a real cluster beyond what they have in common with Helm. */
@RealCluster
class ActionsIT {
  private static final String PRINTED = "the first line of a container\nand its last\n";

  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: {{ .Release.Name }}}
      data: {greeting: {{ .Values.greeting }}}
      """;

  private static final String SPEAKING =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: {{ .Release.Name }}-job
        annotations:
          helm.sh/hook: pre-install,pre-upgrade
          helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
          helm.sh/hook-output-log-policy: hook-succeeded,hook-failed
      spec:
        backoffLimit: 0
        template:
          metadata: {annotations: {testbed.autohelm.io/outcome: {{ .Values.outcome }}}}
          spec:
            restartPolicy: Never
            containers: [{name: main, image: example.com/job}]
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: {{ .Release.Name }}-test
        annotations: {helm.sh/hook: test, helm.sh/hook-delete-policy: hook-succeeded}
      spec:
        restartPolicy: Never
        initContainers: [{name: first, image: example.com/first}]
        containers: [{name: main, image: example.com/test}]
      """;

  private final List<PodLog> heard = new ArrayList<>();
  private final List<String> warned = new ArrayList<>();
  private KubeConnection connection;
  private Actions actions;

  @BeforeEach
  void open(TestCluster cluster) {
    connection = KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC());
    actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(Clock.systemUTC(), warning -> {}),
            connection.lookup(),
            Clock.systemUTC(),
            "test",
            new ActionListener() {
              @Override
              public void hookLog(PodLog log) {
                heard.add(log);
              }

              @Override
              public void warning(String message, Map<String, String> details) {
                warned.add(message + " " + details.get("kind") + "/" + details.get("name"));
              }
            });
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private static Chart chart(String... templates) {
    List<ChartFile> files = new ArrayList<>();
    files.add(file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"));
    files.add(file("values.yaml", "greeting: hello\noutcome: succeed\n"));
    for (int i = 0; i < templates.length; i++) {
      files.add(file("templates/" + i + ".yaml", templates[i]));
    }
    return Charts.ofFiles(files);
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static ReleaseRequest request(
      String namespace, Chart chart, String values, ActionPolicy policy) {
    return new ReleaseRequest(
        "shop", namespace, chart, ValuesLayers.read(values, "values"), Map.of(), policy);
  }

  private static ActionPolicy quick() {
    return ActionPolicy.HELM.change().timeout(Duration.ofSeconds(30)).build();
  }

  @Test
  void aConflictNamesTheManagerAndTheField(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    actions.install(request(namespace, chart(CONFIG), "{}", quick()));
    KubeObject theirs =
        KubeObject.parseAll("{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}}").get(0);
    connection
        .cluster()
        .create(
            KubeObject.parseAll("{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}")
                .get(0)
                .withNamespace(namespace));
    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("shop")
        .edit(
            map -> {
              map.getData().put("greeting", "theirs");
              return map;
            });
    ActionException failure =
        assertThrows(
            ActionException.class,
            () -> actions.upgrade(request(namespace, chart(CONFIG), "{greeting: ours}", quick())));
    ClusterException cause = (ClusterException) failure.getCause();
    assertEquals(ClusterException.Reason.CONFLICT, cause.reason());
    assertEquals(1, cause.conflicts().size());
    assertEquals(".data.greeting", cause.conflicts().get(0).field());
    assertTrue(cause.conflicts().get(0).manager().startsWith("fabric8"), failure.getMessage());
    assertEquals(
        "theirs",
        ((Map<?, ?>)
                connection
                    .cluster()
                    .get(theirs.withNamespace(namespace))
                    .orElseThrow()
                    .tree()
                    .get("data"))
            .get("greeting"));
  }

  @Test
  void hooksAndTestsShowWhatTheyPrinted(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    actions.install(request(namespace, chart(CONFIG, SPEAKING), "{}", quick()));
    assertEquals(List.of("main"), heard.stream().map(PodLog::container).toList());
    assertEquals(PRINTED, heard.get(0).text());
    assertThrows(
        ActionException.class,
        () ->
            actions.upgrade(
                request(namespace, chart(CONFIG, SPEAKING), "{outcome: fail}", quick())));
    assertEquals(2, heard.size());
    actions.rollback(namespace, "shop", 1, quick());
    KubeObject pod =
        KubeObject.parseAll("{apiVersion: v1, kind: Pod, metadata: {name: shop-test}}")
            .get(0)
            .withNamespace(namespace);
    List<PodLog> told = new ArrayList<>();
    try (TestRun run = actions.test(namespace, "shop", TestFilter.ALL, quick())) {
      assertTrue(run.failure().isEmpty());
      run.logs(told::add);
      assertTrue(connection.cluster().get(pod).isPresent());
    }
    assertEquals(List.of("first", "main"), told.stream().map(PodLog::container).toList());
    assertEquals(PRINTED, told.get(1).text());
    connection.cluster().awaitGone(List.of(pod), Duration.ofSeconds(30));
  }

  @Test
  void aKindThatIsNotServedAnyMoreDoesNotStandInTheWay(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".actions.test";
    Chart chart =
        Charts.ofFiles(
            List.of(
                file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
                file("values.yaml", "greeting: hello\n"),
                file("crds/thing.yaml", crd(group)),
                file("templates/config.yaml", CONFIG),
                file(
                    "templates/thing.yaml",
                    "{{ if eq .Values.greeting \"hello\" }}\n"
                        + "apiVersion: "
                        + group
                        + "/v1\nkind: Thing\nmetadata: {name: shop}\n{{ end }}")));
    actions.install(request(namespace, chart, "{}", quick()));
    cluster
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("things." + group)
        .withTimeout(30, TimeUnit.SECONDS)
        .delete();
    connection.cluster().forgetDiscovery();
    Release release = actions.upgrade(request(namespace, chart, "{greeting: bye}", quick()));
    assertEquals(ReleaseStatus.DEPLOYED, release.status());
    assertTrue(actions.uninstall(namespace, "shop", quick()).isPresent());
    assertFalse(actions.isPresent(namespace, "shop"));
  }

  private static String crd(String group) {
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.%s}
        spec:
          group: %s
          names: {kind: Thing, plural: things, singular: thing, listKind: ThingList}
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object}}
        """
        .formatted(group, group);
  }

  @Test
  void whatIsNotThereIsInstalledAndWhatIsThereUpgraded(TestCluster cluster) {
    String namespace = "made-" + UUID.randomUUID().toString().substring(0, 8);
    ActionPolicy policy = quick().change().createNamespace(true).build();
    try {
      assertFalse(actions.isPresent(namespace, "shop"));
      Release first = actions.upgradeOrInstall(request(namespace, chart(CONFIG), "{}", policy));
      assertEquals("Install complete", first.info().description());
      Release second = actions.upgradeOrInstall(request(namespace, chart(CONFIG), "{}", policy));
      assertEquals("Upgrade complete", second.info().description());
      actions.uninstall(namespace, "shop", policy.change().keepHistory(true).build());
      Release third = actions.upgradeOrInstall(request(namespace, chart(CONFIG), "{}", policy));
      assertEquals("Install complete", third.info().description());
      assertEquals(3, third.revision());
    } finally {
      cluster.client().namespaces().withName(namespace).delete();
    }
  }

  /** As for Helm: otherwise a chart that names another namespace would lose the object. */
  @Test
  void anObjectWithoutNamespacesIsTheSameWhateverNamespaceItNames(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    Chart chart =
        chart(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: {{ .Release.Namespace }}-reader, {{ .Values.place }}}
            rules: [{apiGroups: [""], resources: [pods], verbs: [{{ .Values.verb }}]}]
            """);
    Set<String> seen = new HashSet<>();
    for (String values :
        List.of(
            "{verb: get, place: 'namespace: " + namespace + "'}",
            "{verb: list, place: 'namespace: other'}",
            "{verb: watch, place: ''}",
            "{verb: get, place: 'namespace: other'}")) {
      Release release = actions.upgradeOrInstall(request(namespace, chart, values, quick()));
      assertEquals(ReleaseStatus.DEPLOYED, release.status());
      assertEquals("", actions.objects(release).get(0).namespace());
      var role = cluster.client().rbac().clusterRoles().withName(namespace + "-reader").require();
      assertTrue(values.contains(role.getRules().get(0).getVerbs().get(0)), values);
      seen.add(role.getMetadata().getUid());
    }
    assertEquals(1, seen.size());
    actions.uninstall(namespace, "shop", quick());
    assertNull(cluster.client().rbac().clusterRoles().withName(namespace + "-reader").get());
  }

  @Test
  void allKindsThatAreNotServedAreToldAtOnce(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    Chart chart =
        chart(
            CONFIG,
            """
            apiVersion: policy/v1beta1
            kind: PodSecurityPolicy
            metadata: {name: a}
            ---
            apiVersion: batch/v1beta1
            kind: CronJob
            metadata: {name: b}
            """);
    ActionException refused =
        assertThrows(
            ActionException.class, () -> actions.install(request(namespace, chart, "{}", quick())));
    // What the real Helm prints, whose list has Go's brackets.
    assertEquals(
        "unable to build kubernetes objects from release manifest: [resource mapping not found for"
            + " name: \"a\" namespace: \"\" from \"\": no matches for kind \"PodSecurityPolicy\" in"
            + " version \"policy/v1beta1\"\nensure CRDs are installed first, resource mapping not"
            + " found for name: \"b\" namespace: \"\" from \"\": no matches for kind \"CronJob\" in"
            + " version \"batch/v1beta1\"\nensure CRDs are installed first]",
        refused.getMessage());
  }

  /** A failed upgrade has deleted nothing: Helm says so when it goes back. */
  @Test
  void whatAFailedUpgradeLeftIsToldByTheRollback(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    actions.install(request(namespace, chart(CONFIG), "{}", quick()));
    Chart refused =
        chart("{apiVersion: v1, kind: Secret, metadata: {name: other}, data: {a: '%'}}");
    assertThrows(
        ActionException.class,
        () ->
            actions.upgrade(
                request(namespace, refused, "{}", quick()),
                connection.releases().history(namespace, "shop")));
    assertEquals(List.of("upgrade failed null/shop"), warned);
    warned.clear();
    actions.rollback(namespace, "shop", 1, quick());
    assertEquals(
        List.of(
            "resource exists on cluster but not in original release, using cluster state as"
                + " baseline ConfigMap/shop"),
        warned);
  }
}

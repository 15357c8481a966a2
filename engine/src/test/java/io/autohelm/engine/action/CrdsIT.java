package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a chart's CRDs, on a real cluster with objects of theirs. */
@RealCluster
final class CrdsIT {
  private KubeConnection connection;
  private Actions actions;
  private String namespace;
  private String group;

  @BeforeEach
  void connect(TestCluster bed) {
    connection = KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC());
    actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(Clock.systemUTC(), warning -> {}),
            connection.lookup(),
            Clock.systemUTC(),
            "test");
    namespace = bed.createNamespace();
    group = namespace + ".example.org";
  }

  @AfterEach
  void disconnect() {
    connection.cluster().delete(definition("{ }"));
    connection.close();
  }

  private String crd(String properties) {
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.%1$s }
        spec:
          group: %1$s
          scope: Namespaced
          names: { kind: Widget, plural: widgets, singular: widget }
          versions:
          - name: v1
            served: true
            storage: true
            schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: %2$s } } } }
        """
        .formatted(group, properties);
  }

  private KubeObject definition(String properties) {
    return KubeObject.parseAll(crd(properties)).get(0);
  }

  private String properties() {
    KubeObject live = connection.cluster().get(definition("{ }")).orElseThrow();
    return String.valueOf(live.tree().get("spec")).replaceAll(".*spec=\\{(.*?)\\}\\}\\}.*", "$1");
  }

  private ReleaseRequest request(String properties, ActionPolicy.Builder policy) {
    Chart chart =
        Charts.ofFolder(
            List.of(
                file("Chart.yaml", "apiVersion: v2\nname: defined\nversion: 1.0.0\n"),
                file("crds/widgets.yaml", crd(properties)),
                file(
                    "templates/w.yaml",
                    "apiVersion: "
                        + group
                        + "/v1\nkind: Widget\nmetadata: { name: w }\nspec: { a: 1 }\n")));
    return new ReleaseRequest("defined", namespace, chart, Map.of(), Map.of(), policy.build());
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private void upgrade(String properties, ActionPolicy.Builder policy) {
    actions.upgrade(
        request(properties, policy), connection.releases().history(namespace, "defined"));
  }

  private static final String A = "{ a: { type: integer } }";
  private static final String WIDER = "{ a: { type: integer }, b: { type: string } }";
  private static final String NARROWER = "{ a: { type: integer, maximum: 5 } }";

  @Test
  void anUpgradeChangesCrdsOnlyWhereThatIsAskedForAndDoesNoHarm() {
    ActionPolicy.Builder standard = ActionPolicy.STANDARD.change();
    ActionPolicy.Builder replacing =
        standard.build().change().upgradeCrds(CrdPolicy.CREATE_REPLACE);
    actions.install(request(A, standard));
    upgrade(WIDER, standard);
    assertTrue(!properties().contains("b="), properties());
    upgrade(WIDER, replacing);
    assertTrue(properties().contains("b="), properties());

    int revisions = connection.releases().history(namespace, "defined").size();
    ActionException refusal =
        assertThrows(ActionException.class, () -> upgrade(NARROWER, replacing));
    assertEquals(
        "CRDs of the chart are not applied, since objects could be lost or refused: CRD widgets."
            + group
            + " (1 object): version v1, .spec.a: maximum 5 is new; version v1, .spec.b: is"
            + " removed: what objects have there is dropped. Nothing was changed. Migrate the"
            + " objects first, skip the CRDs, or force the change",
        refusal.getMessage());
    assertEquals(revisions, connection.releases().history(namespace, "defined").size());
    assertTrue(properties().contains("b="), properties());

    upgrade(NARROWER, replacing.build().change().forceCrds(true));
    assertTrue(!properties().contains("b="), properties());
    assertTrue(properties().contains("maximum=5"), properties());
  }

  @Test
  void aCrdWithoutObjectsMayChangeAsItLikes() {
    Cluster cluster = connection.cluster();
    cluster.awaitReady(
        List.of(cluster.apply(definition(WIDER), Cluster.ApplyMode.FORCE)),
        Patience.of(Duration.ofSeconds(30)));
    actions.install(
        request(NARROWER, ActionPolicy.STANDARD.change().installCrds(CrdPolicy.CREATE_REPLACE)));
    assertTrue(properties().contains("maximum=5"), properties());
  }

  @Test
  void aCrdThatCannotBeMadeIsToldWithItsFile() {
    Chart chart =
        Charts.ofFolder(
            List.of(
                file("Chart.yaml", "apiVersion: v2\nname: old\nversion: 1.0.0\n"),
                file(
                    "crds/old.yaml",
                    """
                    apiVersion: apiextensions.k8s.io/v1beta1
                    kind: CustomResourceDefinition
                    metadata: { name: a.b.example }
                    """)));
    ActionPolicy policy = ActionPolicy.STANDARD;
    // As the real Helm prints it.
    assertEquals(
        "failed to install CRD crds/old.yaml: resource mapping not found for name: \"a.b.example\""
            + " namespace: \"\" from \"\": no matches for kind \"CustomResourceDefinition\" in"
            + " version \"apiextensions.k8s.io/v1beta1\"\nensure CRDs are installed first",
        assertThrows(
                RuntimeException.class,
                () ->
                    actions.install(
                        new ReleaseRequest("old", namespace, chart, Map.of(), Map.of(), policy)))
            .getMessage());
  }
}

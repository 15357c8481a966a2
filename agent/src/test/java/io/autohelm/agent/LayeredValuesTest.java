package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.watch.InputWatch;
import io.autohelm.agent.watch.InputWatch.Input;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ForwardingCluster;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values of files, of the cluster and of the declaration come together. */
final class LayeredValuesTest {
  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: base, namespace: web }
      data:
        values.yaml: "{ a: map, b: map, list: [ 1, 2 ] }"
        other: "{ a: other }"
        number: "8080"
        list: "{x,y}"
        quoted: "'8080'"
        text: just text
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: hidden, namespace: web }
      stringData:
        values.yaml: "{ db: { password: s3cret-word } }"
        password: s3cret,word
        broken: "s3cret-text: ["
      """;

  private static Sandbox sandbox;
  private static KubeConnection connection;

  /** Notes what is asked for. */
  private record Asked(Cluster target, List<String> names) implements ForwardingCluster {
    @Override
    public Optional<KubeObject> get(KubeObject object) {
      names.add(object.name());
      return target.get(object);
    }
  }

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(SandboxOptions.standard());
    connection = KubeConnection.ofText(sandbox.kubeconfig(), Clock.systemUTC());
    connection.cluster().createNamespace("web");
    for (KubeObject object : KubeObject.parseAll(OBJECTS)) {
      connection.cluster().apply(object, Cluster.ApplyMode.FORCE);
    }
  }

  @AfterAll
  static void stop() {
    connection.close();
    sandbox.close();
  }

  private DesiredRelease release(String valuesFrom, String values) throws IOException {
    RunningAgent.onDisk(folder, RunningAgent.chart("note", "a: 1\n", Map.of()));
    RunningAgent.onDisk(folder, Map.of("values/file.yaml", "a: file\nc: file\n"));
    RunningAgent.onDisk(
        folder,
        Map.of(
            "shop.yaml",
            RunningAgent.declaration(
                "web",
                "shop",
                "charts/note",
                "valuesFrom: " + valuesFrom + "\nvalues: " + values)));
    Declared declared = new DeclarationReader().read(new FolderSourceFiles(folder), "", Map.of());
    assertEquals("[]", declared.problems().toString());
    return declared.releases().get(0);
  }

  private Map<String, Object> merged(DesiredRelease release, ValuesObjects objects) {
    return new LayeredValues(new FolderSourceFiles(folder), release, objects.reading(release.id()))
        .merged();
  }

  private static ValuesObjects objects() {
    return new ValuesObjects(connection.cluster(), null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ { kind: ConfigMap, name: base } ] | {} | { a: map, b: map, list: [ 1, 2 ] }",
        "[ { kind: ConfigMap, name: base }, { file: values/file.yaml } ] | {} | { a: file, b: map, c: file, list: [ 1, 2 ] }",
        "[ { file: values/file.yaml }, { kind: ConfigMap, name: base } ] | {} | { a: map, b: map, c: file, list: [ 1, 2 ] }",
        "[ { kind: ConfigMap, name: base }, { kind: ConfigMap, name: base, valuesKey: other } ] | { b: inline } | { a: other, b: inline, list: [ 1, 2 ] }",
        "[ { kind: ConfigMap, name: base, valuesKey: number, targetPath: a.port } ] | { a: { port: 1, x: y } } | { a: { port: 8080, x: y } }",
        "[ { kind: ConfigMap, name: base, valuesKey: quoted, targetPath: port } ] | {} | { port: '8080' }",
        "[ { kind: ConfigMap, name: base, valuesKey: number, targetPath: port, literal: true } ] | {} | { port: '8080' }",
        "[ { kind: ConfigMap, name: base, valuesKey: list, targetPath: list } ] | {} | { list: [ x, 'y' ] }",
        "[ { kind: ConfigMap, name: base, valuesKey: list, targetPath: list, literal: true } ] | {} | { list: '{x,y}' }",
        "[ { kind: ConfigMap, name: base, valuesKey: number, targetPath: 'list[1]' } ] | { list: [ 1, 2 ] } | { list: [ 1, 8080 ] }",
        "[ { kind: Secret, name: hidden } ] | {} | { db: { password: s3cret-word } }",
        "[ { kind: Secret, name: hidden, valuesKey: password, targetPath: p, literal: true } ] | {} | { p: 's3cret,word' }",
        "[ { kind: Secret, name: none, optional: true } ] | { a: 1 } | { a: 1 }",
        "[ { kind: Secret, name: hidden, valuesKey: none, optional: true } ] | { a: 1 } | { a: 1 }",
      })
  void layersAreLaidInFluxsOrder(String valuesFrom, String values, String expected)
      throws IOException {
    DesiredRelease release = release(valuesFrom, values);
    Map<String, Object> declared = Map.copyOf(release.values());
    assertEquals(Json.print(Yaml.parse(expected)), Json.print(merged(release, objects())));
    assertEquals(declared, release.values(), "the declaration is not changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ kind: Secret, name: none } | Secret web/none does not exist",
        "{ kind: Secret, name: hidden, valuesKey: none } | Secret web/hidden has no key none",
        "{ kind: Secret, name: hidden, valuesKey: password } | key password of Secret web/hidden is not a YAML table of values",
        "{ kind: Secret, name: hidden, valuesKey: broken } | key broken of Secret web/hidden is not a YAML table of values",
        "{ kind: Secret, name: hidden, valuesKey: password, targetPath: a } | key password of Secret web/hidden cannot be set at a",
        "{ kind: ConfigMap, name: base, valuesKey: text } | key text of ConfigMap web/base is not a YAML table of values",
      })
  void whatIsMissingOrWrongIsNamedAndNothingIsQuoted(String reference, String message)
      throws IOException {
    DesiredRelease release = release("[ " + reference + " ]", "{}");
    ValuesException refused = assertThrows(ValuesException.class, () -> merged(release, objects()));
    assertEquals("shop.yaml:10:17: spec.valuesFrom[0]: " + message, refused.getMessage());
  }

  @Test
  void whatAWatchSaysIsUnchangedIsNotAskedForAgain() throws Exception {
    BlockingQueue<ReleaseId> looks = new LinkedBlockingQueue<>();
    List<String> asked = new ArrayList<>();
    Cluster cluster = connection.cluster();
    try (InputWatch watch =
        new InputWatch(connection.inputWatches(), looks::add, Clock.systemUTC())) {
      ValuesObjects objects = new ValuesObjects(new Asked(cluster, asked), watch);
      DesiredRelease release =
          release("[ { kind: ConfigMap, name: watched, optional: true } ]", "{}");
      assertEquals(Map.of(), merged(release, objects));
      Input input = new Input("ConfigMap", "web", "watched");
      for (int i = 0; i < 200 && watch.version(input) == null; i++) {
        Thread.sleep(50);
      }
      merged(release, objects);
      merged(release, objects);
      assertEquals(List.of("watched"), asked, "what is missing is known to be missing");

      cluster.apply(
          KubeObject.parseAll(
                  """
                  apiVersion: v1
                  kind: ConfigMap
                  metadata: { name: watched, namespace: web }
                  data: { values.yaml: "a: seen" }
                  """)
              .get(0),
          Cluster.ApplyMode.FORCE);
      assertEquals(release.id(), looks.poll(20, TimeUnit.SECONDS));
      assertEquals(Map.of("a", "seen"), merged(release, objects));
      assertEquals(List.of("watched", "watched"), asked);
    }
  }

  @Test
  void whatSecretsHoldIsHiddenInTextsForPeople() throws IOException {
    ValuesObjects objects = objects();
    DesiredRelease release =
        release(
            "[ { kind: Secret, name: hidden }, { kind: ConfigMap, name: base } ]", "{ x: plain }");
    merged(release, objects);
    assertEquals(
        "at '/db/password': '(hidden)' is not an integer, plain, map",
        objects
            .redaction(new ReleaseId("web", "shop"))
            .over("at '/db/password': 's3cret-word' is not an integer, plain, map"));
    assertEquals(
        "s3cret-word", objects.redaction(new ReleaseId("web", "other")).over("s3cret-word"));
  }
}

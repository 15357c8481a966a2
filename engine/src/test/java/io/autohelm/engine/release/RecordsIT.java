package io.autohelm.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we write into the cluster beside what Helm writes for the same chart and values. */
@RealCluster
@RealHelm
class RecordsIT {
  private static final Path CHART = Path.of("src/test/resources/charts/rich").toAbsolutePath();

  /** Helm 3 does not know these fields; it reads over them. */
  private static final Set<String> NEW_IN_HELM4 =
      Set.of("apply_method", "schemamodtime", "modtime");

  private static final Set<String> TIMES =
      Set.of(
          "first_deployed",
          "last_deployed",
          "started_at",
          "completed_at",
          "modtime",
          "schemamodtime");

  @TempDir private Path folder;

  /** An object that holds a record, without what differs from run to run. */
  private record Stored(String type, Map<String, String> labels, Object record) {}

  @ParameterizedTest(name = "Helm {0}, {1}")
  @CsvSource({"3,secret", "4,secret", "3,configmap", "4,configmap"})
  void aRecordSaysWhatHelmWouldHaveSaid(
      int major, String driver, TestCluster cluster, TestHelm realHelm) throws IOException {
    TestHelm helm = realHelm.with("HELM_DRIVER", driver);
    String theirs = cluster.createNamespace();
    String ours = cluster.createNamespace();
    Path first = Files.writeString(folder.resolve("first.yaml"), "greeting: hi\nlist: [9]\n");
    Path second =
        Files.writeString(
            folder.resolve("second.yaml"), "greeting: bye\nnothing: null\na: {b: 2}\n");
    run(helm, major, "install", "shop", CHART.toString(), "-n", theirs, "-f", first.toString())
        .ok();
    run(helm, major, "upgrade", "shop", CHART.toString(), "-n", theirs, "-f", second.toString())
        .ok();
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      ReleaseStore store = connection.releases(ReleaseDriver.of(driver));
      Actions actions = actions(connection, store);
      actions.install(request(ours, first));
      actions.upgrade(request(ours, second), store.history(ours, "shop"));
      for (int revision : List.of(1, 2)) {
        Stored expected = stored(cluster, driver, theirs, revision);
        Stored met = stored(cluster, driver, ours, revision);
        assertEquals(expected.type(), met.type());
        assertEquals(expected.labels(), met.labels());
        assertEquals(
            List.of(), differences("", expected.record(), met.record(), major, theirs, ours));
      }
      assertEquals(
          store.history(theirs, "shop").get(1).config(),
          store.history(ours, "shop").get(1).config());
      List<RevisionLabels> index = store.index(theirs, "shop");
      assertEquals(
          List.of(ReleaseStatus.SUPERSEDED, ReleaseStatus.DEPLOYED),
          index.stream().map(RevisionLabels::status).toList());
      assertEquals(index, store.index(theirs));
      assertEquals(2, store.latest(theirs).get(0).revision());
      assertEquals("shop", run(helm, major, "list", "-qn", ours).ok().strip());
      assertEquals(
          lines(run(helm, major, "get", "all", "shop", "-n", theirs)),
          lines(run(helm, major, "get", "all", "shop", "-n", ours)));
    }
  }

  private static List<String> lines(TestHelm.Run run) {
    return run.ok()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("NAMESPACE: "))
        .filter(line -> !line.startsWith("LAST DEPLOYED: "))
        .toList();
  }

  private static TestHelm.Run run(TestHelm helm, int major, String... arguments) {
    return major == 3 ? helm.helm3(arguments) : helm.helm4(arguments);
  }

  static Actions actions(KubeConnection connection, ReleaseStore store) {
    return new Actions(
        connection.cluster(),
        store,
        Renderer.standard(Clock.systemUTC(), warning -> {}),
        connection.lookup(),
        Clock.systemUTC(),
        "test");
  }

  @SuppressWarnings("unchecked") // the test's own values
  private static ReleaseRequest request(String namespace, Path values) throws IOException {
    return new ReleaseRequest(
        "shop",
        namespace,
        Charts.load(CHART),
        (Map<String, Object>) Yaml.parse(Files.readString(values)),
        Map.of(),
        ActionPolicy.STANDARD);
  }

  private static Stored stored(TestCluster cluster, String driver, String namespace, int revision)
      throws IOException {
    String name = "sh.helm.release.v1.shop.v" + revision;
    HasMetadata object;
    String text;
    String type = "";
    if (driver.equals("secret")) {
      Secret secret = cluster.client().secrets().inNamespace(namespace).withName(name).get();
      type = secret.getType();
      text =
          new String(
              Base64.getDecoder().decode(secret.getData().get("release")), StandardCharsets.UTF_8);
      object = secret;
    } else {
      ConfigMap map = cluster.client().configMaps().inNamespace(namespace).withName(name).get();
      text = map.getData().get("release");
      object = map;
    }
    Map<String, String> labels = new TreeMap<>(object.getMetadata().getLabels());
    labels.replaceAll((key, value) -> key.endsWith("At") ? "TIME" : value);
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return new Stored(
          type, labels, Json.parse(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /** Paths at which two records differ, times and the two namespaces aside. */
  private static List<String> differences(
      String path, Object expected, Object seen, int major, String theirs, String ours) {
    Object met = seen;
    List<String> found = new ArrayList<>();
    if (expected instanceof Map<?, ?> a && met instanceof Map<?, ?> b) {
      Set<Object> keys = new TreeSet<>(a.keySet());
      keys.addAll(b.keySet());
      for (Object key : keys) {
        if (major == 3 && NEW_IN_HELM4.contains(key)) {
          continue;
        }
        Object left = a.get(key);
        Object right = b.get(key);
        // Helm 3 writes a time that is not there, and the phase of a hook that never ran, as "".
        if (major == 3 && "".equals(left) && !b.containsKey(key)) {
          continue;
        }
        // When Chart.yaml was changed is not kept over a second writing of the record.
        if (key.equals("modtime") && right == null) {
          continue;
        }
        if (a.containsKey(key) != b.containsKey(key)) {
          found.add(path + "." + key + ": " + left + " / " + right);
        } else if (!TIMES.contains(key) || left == null || right == null) {
          found.addAll(differences(path + "." + key, left, right, major, theirs, ours));
        }
      }
      return found;
    }
    if (expected instanceof List<?> a && met instanceof List<?> b && a.size() == b.size()) {
      // Helm takes templates and hooks in the random order of a Go map.
      Map<String, Object> left = byName(a);
      Map<String, Object> right = byName(b);
      if (left.size() == a.size() && left.keySet().equals(right.keySet())) {
        left.forEach(
            (name, value) ->
                found.addAll(
                    differences(
                        path + "[" + name + "]", value, right.get(name), major, theirs, ours)));
      } else {
        for (int i = 0; i < a.size(); i++) {
          found.addAll(differences(path + "[" + i + "]", a.get(i), b.get(i), major, theirs, ours));
        }
      }
      return found;
    }
    Object here = expected instanceof String text ? text.replace(theirs, ours) : expected;
    if (major == 3 && here instanceof String a && met instanceof String b) {
      // The two majors end documents with different numbers of blank lines.
      here = a.replaceAll("\n+", "\n").strip();
      met = b.replaceAll("\n+", "\n").strip();
    }
    if (here == null ? met != null : !here.equals(met)) {
      found.add(path + ": " + here + " / " + met);
    }
    return found;
  }

  private static Map<String, Object> byName(List<?> items) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object item : items) {
      if (item instanceof Map<?, ?> map && map.get("name") instanceof String name) {
        named.put(name, item);
      }
    }
    return named;
  }
}

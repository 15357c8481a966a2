package io.autohelm.agent.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.soak.SoakState.Declared;
import io.autohelm.agent.testing.Canary;
import io.autohelm.engine.testing.TestHelm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the cluster is what Git says, as real Helm and the API server tell it. */
final class SoakVerdict {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SoakWorld world;
  private final TestHelm helm;
  private final Path folder;

  SoakVerdict(SoakWorld world, TestHelm helm, Path folder) {
    this.world = world;
    this.helm = helm.with("KUBECONFIG", world.kubeconfig().toString());
    this.folder = folder;
  }

  /** What the agent says of a commit before anybody looks closer; empty where all is well. */
  String atFirstSight(SoakState state, String commit) {
    JsonNode source = world.json("/api/v1/sources").path(0);
    if (!source.path("commit").asText().equals(commit) || source.has("error")) {
      return "the source: " + source;
    }
    Set<String> expected = new TreeSet<>();
    state.all().forEach(each -> expected.add(each.namespace() + "/" + each.name()));
    Set<String> found = new TreeSet<>();
    for (JsonNode release : world.json("/api/v1/releases")) {
      found.add(release.path("namespace").asText() + "/" + release.path("name").asText());
      if (!release.path("state").asText().equals("deployed") || release.has("error")) {
        return "a release: " + release;
      }
    }
    return expected.equals(found) ? "" : "declared: " + expected + ", the agent has: " + found;
  }

  /**
   * All differences, each in a line; none where the cluster is what Git says.
   *
   * @param untraceable releases whose leftovers nobody can know
   */
  List<String> differences(SoakState state, Set<String> untraceable) throws IOException {
    List<String> found = new ArrayList<>();
    Set<String> listed = new TreeSet<>();
    for (JsonNode each : JSON.readTree(helm.helm3("list", "-A", "-a", "-o", "json").ok())) {
      listed.add(each.path("namespace").asText() + "/" + each.path("name").asText());
      if (!each.path("status").asText().equals("deployed")) found.add("helm list: " + each);
    }
    Set<String> declared = new TreeSet<>();
    state.all().forEach(each -> declared.add(each.namespace() + "/" + each.name()));
    if (!listed.equals(declared)) found.add("declared " + declared + ", helm lists " + listed);
    Path charts = Files.createTempDirectory(folder, "charts");
    for (Map.Entry<String, String> file : state.files("unused").entrySet()) {
      Path path = charts.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Set<String> known = new HashSet<>();
    for (Declared release : state.all()) {
      if (listed.contains(release.namespace() + "/" + release.name())) {
        compare(release, charts, known, found);
      }
    }
    for (String namespace : SoakPlan.NAMESPACES) {
      leftovers(namespace, known, untraceable, found);
    }
    return found;
  }

  private void compare(Declared release, Path charts, Set<String> known, List<String> found)
      throws IOException {
    Path values =
        Files.writeString(
            Files.createTempFile(folder, "values", ".json"),
            JSON.writeValueAsString(SoakState.values(release, Canary.ofThisRun().text())));
    String rendered =
        helm.helm4(
                "template",
                release.name(),
                charts.resolve("charts/" + release.chart()).toString(),
                "-n",
                release.namespace(),
                "--no-hooks",
                "-f",
                values.toString())
            .ok();
    String recorded = helm.helm4("get", "manifest", release.name(), "-n", release.namespace()).ok();
    Map<String, JsonNode> wanted = documents(rendered);
    if (!wanted.equals(documents(recorded))) {
      found.add(release + ": the record's manifest is\n" + recorded + "\nnot\n" + rendered);
    }
    JsonNode status =
        JSON.readTree(
            helm.helm3("status", release.name(), "-n", release.namespace(), "-o", "json").ok());
    if (!status.path("info").path("status").asText().equals("deployed")) {
      found.add("helm status: " + status.path("info"));
    }
    for (JsonNode entry :
        JSON.readTree(
            helm.helm4("history", release.name(), "-n", release.namespace(), "-o", "json").ok())) {
      if (entry.path("status").asText().startsWith("pending")) {
        found.add("helm history " + release.name() + ": " + entry);
      }
    }
    wanted.forEach(
        (key, object) -> {
          known.add(release.namespace() + "/" + key);
          HasMetadata live =
              world
                  .client()
                  .resource(Serialization.unmarshal(object.toString(), HasMetadata.class))
                  .inNamespace(release.namespace())
                  .get();
          if (live == null) {
            found.add(release.namespace() + "/" + key + " is missing");
          } else {
            String where = release.namespace() + "/" + key;
            JsonNode there = JSON.valueToTree(live);
            within(where, object, there, found);
          }
        });
  }

  /** Objects by kind and name. */
  private static Map<String, JsonNode> documents(String yaml) {
    Map<String, JsonNode> all = new TreeMap<>();
    for (String text : yaml.split("(?m)^---.*$", -1)) {
      if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) continue;
      JsonNode document = JSON.valueToTree(Serialization.unmarshal(text, Map.class));
      all.put(
          document.path("kind").asText() + "/" + document.path("metadata").path("name").asText(),
          document);
    }
    return all;
  }

  /** Whether all that is wanted is there; more may be. */
  private static void within(String where, JsonNode wanted, JsonNode there, List<String> found) {
    if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(
              field ->
                  within(
                      where + "." + field.getKey(),
                      field.getValue(),
                      there.path(field.getKey()),
                      found));
    } else if (wanted.isArray() && there.size() == wanted.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        within(where + "[" + i + "]", wanted.get(i), there.get(i), found);
      }
    } else if (!wanted.asText().equals(there.asText())) {
      found.add(where + " is " + there + ", not " + wanted);
    }
  }

  private void leftovers(
      String namespace, Set<String> known, Set<String> untraceable, List<String> found) {
    for (HasMetadata object : objects(world.client(), namespace)) {
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      String release = annotations == null ? null : annotations.get("meta.helm.sh/release-name");
      String key = namespace + "/" + object.getKind() + "/" + object.getMetadata().getName();
      if (release != null && !known.contains(key) && !untraceable.contains(release)) {
        found.add(key + " of " + release + " is left over");
      }
    }
    world
        .client()
        .leases()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(lease -> found.add("a Lease is left: " + lease.getMetadata().getName()));
  }

  /** Everything in a namespace that charts of the soak can make, hooks left out. */
  static List<HasMetadata> objects(KubernetesClient client, String namespace) {
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client.apps().deployments().inNamespace(namespace).list().getItems());
    all.addAll(client.services().inNamespace(namespace).list().getItems());
    all.addAll(client.serviceAccounts().inNamespace(namespace).list().getItems());
    all.addAll(client.configMaps().inNamespace(namespace).list().getItems());
    all.addAll(client.persistentVolumeClaims().inNamespace(namespace).list().getItems());
    client.secrets().inNamespace(namespace).list().getItems().stream()
        .filter(secret -> !String.valueOf(secret.getType()).startsWith("helm.sh/"))
        .forEach(all::add);
    return all;
  }
}

package io.autohelm.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.testing.Canary;
import io.autohelm.agent.testing.CanaryWatch;
import io.autohelm.agent.testing.EventStream;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.HttpText;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second source of every agent under test, whose releases hold the secret of the run in every way
 * in which a release can: inline, from a Secret, in a rendered Secret, and in a place where the API
 * server refuses and quotes it. Git asks for it as well. Then whatever the agent shows is swept.
 */
final class CanarySource implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is served beside what the API's own description names. */
  private static final List<String> PATHS =
      List.of(
          "/",
          "/metrics",
          "/health",
          "/health/liveness",
          "/health/readiness",
          "/api/v1/releases",
          "/api/v1/sources",
          "/releases/{namespace}/{name}",
          "/releases/{namespace}/{name}/values",
          "/releases/{namespace}/{name}/history",
          "/api/v1/releases/{namespace}/{name}/drift",
          "/sources/{name}");

  private static final String DESCRIPTION = "/api/v1/openapi.json";

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: { name: kept }
      data:
        password: {{ .Values.password | b64enc | quote }}
        apiToken: {{ .Values.apiToken | b64enc | quote }}
      """;

  private static final String REFUSED =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: refused
        labels: { secret: {{ .Values.password | quote }} }
      """;

  private final TestCluster cluster;
  private final String namespace;
  private final TestRepository repository;
  private final GitHttpServer server;

  CanarySource(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.namespace = cluster.createNamespace();
    repository = TestRepository.create(folder.resolve("secret.git"));
    String secret = Canary.ofThisRun().text();
    server = GitHttpServer.of(folder).protectedBy("keeper", secret);
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("given")
                .withNamespace(namespace)
                .endMetadata()
                .addToStringData("password", secret)
                .build())
        .create();
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(RunningAgent.chart("kept", "", Map.of("secret.yaml", SECRET)));
    files.putAll(RunningAgent.chart("refused", "", Map.of("map.yaml", REFUSED)));
    String given =
        "valuesFrom: [ { kind: Secret, name: given, valuesKey: password, targetPath: password,"
            + " literal: true } ]\n";
    files.put(
        "kept.yaml",
        RunningAgent.declaration(
                namespace,
                "kept",
                "charts/kept",
                given
                    + "values: { apiToken: \""
                    + secret.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\" }")
            .replace("interval: 1s", "interval: 1h"));
    files.put(
        "refused.yaml",
        RunningAgent.declaration(namespace, "refused", "charts/refused", given)
            .replace("interval: 1s", "interval: 1h"));
    repository.write("main", "Keep a secret", files);
  }

  /** The source; the last one by its name. */
  private Settings.Source source() {
    return new Settings.Source(
        "zz-secret",
        server.url("secret.git"),
        new GitRef.Branch("main"),
        "",
        Duration.ofSeconds(30),
        GitCredentials.password("keeper", Canary.ofThisRun().text()),
        Map.of());
  }

  /** Settings with this source at the end. */
  Settings joined(Settings settings) {
    List<Settings.Source> sources = new ArrayList<>(settings.sources());
    sources.add(source());
    return settings.withSources(sources);
  }

  String namespace() {
    return namespace;
  }

  /** Looks into everything that an agent shows, at its address. */
  void sweep(URI address, Settings settings) {
    sweep(path -> HttpText.at(address.resolve(path)), settings);
    // The newest thousand changes are kept for who was away.
    String stream = EventStream.missed(address.resolve("/api/v1/events"), 0);
    Matcher last = Pattern.compile("\\{\"last\":(\\d+)}").matcher(stream);
    if (!last.find()) throw new AssertionError("the stream has no heartbeat: " + stream);
    long since = Math.max(0, Long.parseLong(last.group(1)) - 900);
    CanaryWatch.ofThisRun()
        .look("the events", EventStream.missed(address.resolve("/api/v1/events"), since));
  }

  /**
   * This source for a configuration file, as one item of its list.
   *
   * @param passwords where the password's file is written
   */
  String yaml(Path passwords) throws IOException {
    Path file = Files.writeString(passwords, Canary.ofThisRun().text());
    Settings.Source source = source();
    return "{ name: %s, url: \"%s\", ref: { branch: main }, interval: 30s, credentials: { username: keeper, passwordFile: %s } }"
        .formatted(source.name(), source.url(), file);
  }

  /**
   * Looks into everything that an agent shows.
   *
   * @param get what it answers for a path
   * @param settings where its orders are
   */
  private void sweep(UnaryOperator<String> get, Settings settings) {
    CanaryWatch watch = CanaryWatch.ofThisRun();
    TreeSet<String> namespaces = new TreeSet<>(List.of(namespace));
    try {
      List<JsonNode> releases = new ArrayList<>();
      JSON.readTree(get.apply("/api/v1/releases")).forEach(releases::add);
      releases.forEach(release -> namespaces.add(release.path("namespace").asText()));
      for (String path : paths(get)) {
        if (path.contains("{namespace}")) {
          for (JsonNode release : releases) {
            look(
                path.replace("{namespace}", release.path("namespace").asText())
                    .replace("{name}", release.path("name").asText()),
                get);
          }
        } else {
          for (Settings.Source source : settings.sources()) {
            look(path.replace("{name}", source.name()), get);
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    for (String each : namespaces) {
      for (Event event : cluster.client().v1().events().inNamespace(each).list().getItems()) {
        watch.look("an Event in " + each, event.toString());
      }
    }
    String state = settings.stateNamespace() == null ? "autohelm" : settings.stateNamespace();
    ConfigMap orders =
        cluster.client().configMaps().inNamespace(state).withName(settings.stateName()).get();
    watch.look("the ConfigMap of orders", String.valueOf(orders));
  }

  private static void look(String path, UnaryOperator<String> get) {
    CanaryWatch.ofThisRun().look(path, get.apply(path));
  }

  /** All that can be asked for, streams that never end left out. */
  private static Set<String> paths(UnaryOperator<String> get) throws IOException {
    Set<String> paths = new TreeSet<>(PATHS);
    String description = get.apply(DESCRIPTION);
    if (description.startsWith("{")) {
      for (Map.Entry<String, JsonNode> path :
          JSON.readTree(description).path("paths").properties()) {
        JsonNode asked = path.getValue().path("get");
        if (asked.isObject() && !asked.toString().contains("text/event-stream")) {
          paths.add(path.getKey());
        }
      }
    }
    return paths;
  }

  @Override
  public void close() {
    server.close();
    repository.close();
  }
}

package io.autohelm.agent;

import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The three things to try, tried: each step says what was done and what was seen. */
final class DemoTour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String NAMESPACE = "quickstart";

  private final URI address;
  private final LocalRepository repository;
  private final Cluster cluster;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newHttpClient();

  DemoTour(URI address, LocalRepository repository, Cluster cluster, PrintStream out) {
    this.address = address;
    this.repository = repository;
    this.cluster = cluster;
    this.out = out;
  }

  /** Whether everything happened that should. */
  boolean run() throws IOException {
    out.println("The agent is at work; page: " + address);
    return saw("both releases are deployed", () -> both(1))
        && commitChange()
        && breakSomething()
        && saw("the page shows both releases", this::page);
  }

  private boolean commitChange() throws IOException {
    Path file = repository.folder().resolve("releases/greeter.yaml");
    Files.writeString(file, Files.readString(file).replace("Hello", "Good day"));
    String commit = repository.commitAll("Greet politely");
    out.println("1. Committed a change: " + commit);
    return saw("release greeter is at revision 2", () -> revision("greeter", 2))
        && saw("its ConfigMap has the new greeting", this::greeting);
  }

  private boolean breakSomething() {
    KubeObject deployment = reference("apps/v1", "Deployment", "website");
    String before = uid(deployment).orElse("");
    cluster.delete(deployment);
    out.println("2. Deleted Deployment website");
    return saw("3. the metric autohelm_release_drifted is 1", () -> drifted("1"))
        && saw("the Deployment is back", () -> uid(deployment).filter(uid -> !uid.equals(before)))
        && saw("the metric is 0 again", () -> drifted("0"));
  }

  /** Waits for something to be seen, and says so. */
  private boolean saw(String what, Supplier<Optional<String>> look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<String> seen = look.get();
      if (seen.isPresent()) {
        out.println("   seen: " + what + ": " + seen.get());
        return true;
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    out.println("   NOT SEEN within " + PATIENCE.toSeconds() + " s: " + what);
    return false;
  }

  private Optional<String> both(int revision) {
    Optional<String> greeter = revision("greeter", revision);
    Optional<String> website = revision("website", revision);
    return greeter.isPresent() && website.isPresent()
        ? Optional.of(greeter.get() + "; " + website.get())
        : Optional.empty();
  }

  private Optional<String> revision(String name, int revision) {
    for (Map<?, ?> release : releases()) {
      if (name.equals(release.get("name"))
          && "deployed".equals(release.get("state"))
          && release.get("revision") instanceof Number number
          && number.intValue() == revision) {
        return Optional.of(release.get("chart") + " revision " + revision + " deployed");
      }
    }
    return Optional.empty();
  }

  private List<Map<?, ?>> releases() {
    List<Map<?, ?>> releases = new ArrayList<>();
    String answer = get("api/v1/releases");
    if (!answer.isEmpty() && Json.parse(answer) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> release) {
          releases.add(release);
        }
      }
    }
    return releases;
  }

  private Optional<String> greeting() {
    return cluster
        .get(reference("v1", "ConfigMap", "greeter"))
        .map(object -> object.tree().get("data"))
        .map(String::valueOf)
        .filter(data -> data.contains("Good day"));
  }

  private Optional<String> drifted(String value) {
    return get("metrics")
        .lines()
        .filter(
            line ->
                line.startsWith("autohelm_release_drifted{") && line.contains("name=\"website\""))
        .filter(line -> line.endsWith(" " + value) || line.endsWith(" " + value + ".0"))
        .findFirst();
  }

  private Optional<String> page() {
    String page = get("");
    return page.contains("quickstart/greeter") && page.contains("quickstart/website")
        ? Optional.of(page.length() + " characters of HTML")
        : Optional.empty();
  }

  private Optional<String> uid(KubeObject reference) {
    return cluster.get(reference).map(object -> String.valueOf(object.metadata().get("uid")));
  }

  private static KubeObject reference(String apiVersion, String kind, String name) {
    return new KubeObject(
        Map.of(
            "apiVersion",
            apiVersion,
            "kind",
            kind,
            "metadata",
            Map.of("name", name, "namespace", NAMESPACE)));
  }

  /** What the agent answers; empty where it does not. */
  private String get(String path) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

package io.autohelm.engine.action;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A release that two hands take turns with, and what is seen after each step. For one thread. */
final class InteropStage {
  private static final Path CHART = Path.of("src/test/resources/charts/interop");
  private static final String MARK = "id0";
  private static final String WIDGETS = "apis/%s.interop.test/v1/namespaces/%%s/widgets";

  private final TestCluster cluster;
  private final KubeConnection connection;
  private final Hand first;
  private final Hand second;
  private final String id;
  private final Hand.Place place;
  private final List<String> seen = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();

  /**
   * @param id of this run, of letters and digits, for what belongs to no namespace
   */
  InteropStage(
      TestCluster cluster,
      KubeConnection connection,
      Path folder,
      String id,
      Hand first,
      Hand second) {
    this.cluster = cluster;
    this.connection = connection;
    this.first = first;
    this.second = second;
    this.id = id;
    this.place = new Hand.Place("shop", cluster.createNamespace(), copied(folder.resolve(id)));
  }

  private Path copied(Path target) {
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(CHART.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replace(MARK, id));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KubeConnection connection() {
    return connection;
  }

  Hand.Place place() {
    return place;
  }

  /** Each step with what was said and what is there then. */
  List<String> seen() {
    return seen;
  }

  void firstInstalls(String values, HandOption... options) {
    note("install", first.install(place, values, List.of(options)));
  }

  void secondInstalls(String values, HandOption... options) {
    note("install", second.install(place, values, List.of(options)));
  }

  void firstUpgrades(String values, HandOption... options) {
    note("upgrade", first.upgrade(place, values, List.of(options)));
  }

  void secondUpgrades(String values, HandOption... options) {
    note("upgrade", second.upgrade(place, values, List.of(options)));
  }

  void firstRollsBack(int revision, HandOption... options) {
    note("rollback", first.rollback(place, revision, List.of(options)));
  }

  void secondRollsBack(int revision, HandOption... options) {
    note("rollback", second.rollback(place, revision, List.of(options)));
  }

  void firstUninstalls(HandOption... options) {
    note("uninstall", first.uninstall(place, List.of(options)));
  }

  void secondUninstalls(HandOption... options) {
    note("uninstall", second.uninstall(place, List.of(options)));
  }

  void secondTests(String... filters) {
    note("test", second.test(place, List.of(filters)));
  }

  void firstTests(String... filters) {
    note("test", first.test(place, List.of(filters)));
  }

  /**
   * From now on an object is not looked at: Helm forgets what a failed upgrade has made, and we
   * remove it.
   */
  void helmLeaves(String name) {
    unseen.add(name);
  }

  /** Somebody else makes an object, or takes it over by force. */
  void somebodyApplies(String path, String json) {
    String answer =
        send(
            "PATCH",
            path,
            "application/apply-patch+yaml",
            json,
            "?fieldManager=somebody&force=true");
    if (!answer.contains("\"metadata\"")) {
      throw new AssertionError(answer);
    }
  }

  /** Somebody else deletes an object. */
  void somebodyDeletes(String path) {
    send("DELETE", path, "application/json", "{}", "");
  }

  private String send(String method, String path, String type, String body, String query) {
    String url = cluster.apiUrl().replaceAll("/$", "") + path.formatted(place.namespace()) + query;
    return cluster
        .client()
        .getHttpClient()
        .sendAsync(
            cluster
                .client()
                .getHttpClient()
                .newHttpRequestBuilder()
                .uri(url)
                .method(method, type, body)
                .build(),
            String.class)
        .join()
        .body();
  }

  /** The newest record as somebody wants it: for what no hand does on purpose. */
  void recordBecomes(UnaryOperator<Release> change) {
    connection
        .releases()
        .update(
            change.apply(
                connection.releases().last(place.namespace(), place.name()).orElseThrow()));
  }

  private void note(String step, String said) {
    String state =
        Snapshot.of(cluster.client(), place.namespace(), List.of(WIDGETS.formatted(id)), unseen);
    seen.add(
        ("# "
                + (seen.size() + 1)
                + " "
                + step
                + ": "
                + Snapshot.masked(Snapshot.withoutReason(said), place.namespace())
                + "\n"
                + state)
            .replace(id, MARK));
  }
}

package io.autohelm.agent;

import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.desk.Desk;
import io.autohelm.agent.desk.Gate;
import io.autohelm.agent.drift.DriftedField;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.status.ChangeFeed;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.RevisionView;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.status.ValueView;
import io.autohelm.agent.webhook.Hooks;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The pages over states that were only told: no cluster, no Git. */
final class SamplePage implements AutoCloseable {
  static final String COMMIT = "4f1c2d9a7be05c3318d6a2e4f90b7c6d5e1a2b3c";
  static final String DIGEST = "sha256:" + "5f343b0931126a20f133d67c2b018a3b".repeat(2);

  static final String HOOK_SECRET = "a-secret-of-hooks";

  private final Instant now = Instant.now();
  private final ChangeFeed feed = new ChangeFeed(64);
  final StatusBoard board = new StatusBoard(List.of("platform", "shops"), feed);
  final List<Order> orders = new ArrayList<>();
  final List<String> nudged = new CopyOnWriteArrayList<>();
  final List<String> withdrawn = new ArrayList<>();
  private final StatusServer server;

  SamplePage(@Nullable Path token) {
    this(token, 0);
  }

  SamplePage(@Nullable Path token, int port) {
    server =
        StatusServer.start(
            "127.0.0.1",
            port,
            new StatusServer.Served(
                board,
                feed,
                new SampleInsight(now),
                new Gate(token, Clock.systemUTC()),
                new Desk() {
                  @Override
                  public void order(Order order) {
                    orders.add(order);
                  }

                  @Override
                  public void withdraw(Order.Kind kind, String subject) {
                    withdrawn.add(kind + " " + subject);
                  }
                },
                new Hooks(Map.of("platform", () -> HOOK_SECRET), nudged::add),
                Clock.systemUTC()));
  }

  URI at(String path) {
    return server.address().resolve(path);
  }

  void tell(Report report) {
    board.tell(report);
  }

  static ReleaseId id(String text) {
    return ReleaseId.parse(text);
  }

  Report.SourceRead read(String source, String url, String subject, Problem... problems) {
    return new Report.SourceRead(
        source,
        url,
        "branch main",
        COMMIT,
        now.minusSeconds(420),
        subject,
        true,
        12,
        List.of(problems),
        now.minusSeconds(8),
        null,
        null,
        Duration.ofMillis(90),
        "Ann Lee");
  }

  Report.ReleaseSynced synced(
      String id, String chart, Step step, String reason, @Nullable String error, Object... more) {
    List<DriftedObject> drift = new ArrayList<>();
    ChartLag lag = ChartLag.NONE;
    Instant until = null;
    String status = "deployed";
    for (Object item : more) {
      if (item instanceof DriftedObject drifted) {
        drift.add(drifted);
      } else if (item instanceof ChartLag newer) {
        lag = newer;
      } else if (item instanceof Instant time) {
        until = time;
      } else if (item instanceof String word) {
        status = word;
      }
    }
    int revision = status.equals("absent") ? 0 : 3 + Math.floorMod(id.hashCode(), 9);
    return new Report.ReleaseSynced(
        id(id),
        "platform",
        COMMIT,
        chart,
        revision,
        status,
        step,
        reason,
        drift,
        true,
        drift.isEmpty() ? null : now.minusSeconds(35),
        error,
        Duration.ofMillis(1800),
        now.minusSeconds(15L + Math.floorMod(id.hashCode(), 400)),
        until,
        error == null ? "" : "timeout",
        lag,
        chart.substring(chart.lastIndexOf('-') + 1));
  }

  Report.HealthChanged health(String id, Health.Level level, String reason, String... objects) {
    List<Report.ObjectHealth> all = new ArrayList<>();
    for (String object : objects) {
      String[] parts = object.split("/", -1);
      Health.Level each = all.isEmpty() ? level : Health.Level.READY;
      all.add(
          new Report.ObjectHealth(
              new KubeObject.Id(
                  parts[0].endsWith("t") ? "apps" : "", parts[0], id(id).namespace(), parts[1]),
              new Health(each, all.isEmpty() ? reason : "")));
    }
    return new Report.HealthChanged(
        id(id), new Health(level, reason), null, all, now.minusSeconds(60));
  }

  static DriftedObject drifted(String namespace, String name, DriftedField... fields) {
    return new DriftedObject(
        new KubeObject.Id("apps", "Deployment", namespace, name),
        DriftedObject.Change.MODIFIED,
        List.of(fields));
  }

  /** A day like any other, with one of each. */
  void aDay() {
    String github = "https://github.com/acme/platform.git";
    tell(read("platform", github, "Raise the shop to 2.4 and give it more memory"));
    tell(
        read(
            "shops",
            "git@gitlab.example.org:acme/shops.git",
            "Add the outlet",
            new Problem(
                "shops/outlet.yaml", 12, 5, "spec.chart.version", "expected a version, met 2,4")));
    for (String name :
        List.of("web/cart", "web/catalog", "web/search", "db/postgres", "db/redis", "obs/loki")) {
      tell(synced(name, name.substring(name.indexOf('/') + 1) + "-1.8.2", Step.LEAVE, "", null));
      tell(health(name, Health.Level.READY, "", "Deployment/" + name.split("/", 2)[1]));
    }
    tell(
        synced(
            "web/shop",
            "shop-2.4.0",
            Step.LEAVE,
            "",
            null,
            drifted(
                "web",
                "shop",
                new DriftedField(
                    "/spec/replicas", "kubectl-scale", "Update", now.minusSeconds(95), "1", "3"),
                new DriftedField(
                    "/spec/template/spec/containers/0/env/2/value",
                    "kubectl-edit",
                    "Update",
                    now.minusSeconds(80),
                    "(hidden)",
                    "(hidden)")),
            new ChartLag("2.4.1", "2.5.0", "3.0.0")));
    tell(
        health(
            "web/shop",
            Health.Level.READY,
            "",
            "Deployment/shop",
            "Service/shop",
            "ConfigMap/shop-settings"));
    tell(
        synced(
            "pay/ledger",
            "ledger-5.1.0",
            Step.WAIT_FOR_APPROVAL,
            "somebody has to agree to plan " + DIGEST + ": upgrade to ledger-5.1.0",
            null));
    tell(
        synced(
            "pay/gateway",
            "gateway-0.9.3",
            Step.WAIT_FOR_RETRY,
            "failed once",
            "Deployment/pay/gateway: Pod gateway-6d5f is not ready: container gateway cannot be"
                + " pulled: registry.example.org/gateway:0.9.3: not found",
            now.plusSeconds(75),
            "failed"));
    tell(
        health(
            "pay/gateway",
            Health.Level.DEGRADED,
            "Pod gateway-6d5f: image cannot be pulled",
            "Deployment/gateway",
            "Service/gateway"));
    tell(
        new Report.SourceSuspended(
            "shops", "by ann at 2026-01-05T07:30:00Z: the database moves", now.minusSeconds(60)));
    tell(
        synced(
            "ml/trainer",
            "trainer-1.0.0",
            Step.QUARANTINE,
            "these inputs failed 3 times: timed out waiting for Job/ml/trainer",
            null,
            "failed"));
    tell(
        synced(
            "obs/grafana",
            "grafana-9.2.1",
            Step.SUSPEND,
            "suspended by ann at 2026-01-05T07:30:00Z: we look into it",
            null));
    tell(
        synced(
            "web/outlet",
            "outlet-1.1.0",
            Step.WAIT_FOR_DEPENDENCY,
            "waits for db/postgres: deployed, but not ready",
            null,
            "absent"));
    tell(synced("db/minio", "minio-14.7.0", Step.LEAVE, "", null));
    tell(
        health(
            "db/minio",
            Health.Level.DEGRADED,
            "StatefulSet/db/minio Pod minio-2 is not scheduled: 0 of 3 nodes have room",
            "StatefulSet/minio",
            "Service/minio"));
  }

  @Override
  public void close() {
    server.close();
  }

  private record SampleInsight(Instant now) implements Insight {
    @Override
    public List<RevisionView> history(ReleaseId id) {
      if (id.name().equals("trainer")) {
        throw new Unavailable("the records cannot be read now: no answer from the cluster", null);
      }
      String url = "https://github.com/acme/platform/commit/" + COMMIT;
      return List.of(
          revision(7, "deployed", 600, "2.4.0", "Upgrade complete", url),
          revision(6, "superseded", 90_000, "2.3.9", "Upgrade complete", url),
          revision(5, "failed", 95_000, "2.3.8", "Upgrade failed: timed out", url),
          revision(4, "superseded", 900_000, "2.3.7", "Rollback to 2", null));
    }

    private RevisionView revision(
        int number, String status, long age, String version, String text, @Nullable String url) {
      return new RevisionView(
          number,
          status,
          now.minusSeconds(age),
          "shop-" + version,
          "11.2",
          text,
          url == null ? null : COMMIT,
          url);
    }

    @Override
    public List<ValueView> values(ReleaseId id) {
      String file = "https://github.com/acme/platform/blob/" + COMMIT + "/web/shop.yaml#L21";
      return List.of(
          new ValueView(
              "replicaCount",
              false,
              List.of(
                  layer("3", "web/shop.yaml", 21, file, false),
                  layer("1", "chart shop-2.4.0, shop/values.yaml", 4, null, true))),
          new ValueView(
              "database.password",
              true,
              List.of(
                  new ValueView.Layer(
                      ValueView.HIDDEN, true, "Secret web/shop-db key values.yaml", 2, null, false),
                  new ValueView.Layer(
                      ValueView.HIDDEN,
                      true,
                      "chart shop-2.4.0, shop/values.yaml",
                      31,
                      null,
                      true))),
          new ValueView(
              "resources.limits.memory",
              true,
              List.of(layer("\"768Mi\"", "values/common.yaml", 9, file, false))),
          new ValueView(
              "service.port",
              false,
              List.of(layer("8080", "chart shop-2.4.0, shop/values.yaml", 12, null, true))));
    }

    private static ValueView.Layer layer(
        String value, String source, int line, @Nullable String url, boolean isDefault) {
      return new ValueView.Layer(value, false, source, line, url, isDefault);
    }

    @Override
    public Optional<Place> declared(ReleaseId id) {
      return Optional.of(
          new Place(
              "web/" + id.name() + ".yaml",
              1,
              "https://github.com/acme/platform/blob/" + COMMIT + "/web/shop.yaml#L1"));
    }
  }
}

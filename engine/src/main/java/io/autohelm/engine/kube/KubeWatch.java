package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One watch: a list, then a stream of changes from there on, opened again when it ends. The list is
 * repeated only where the server has forgotten what came since.
 */
final class KubeWatch implements ObjectWatches.Watch, Runnable {
  /** A selector of a query: what Helm manages. */
  static final String HELM = "labelSelector=app.kubernetes.io%2Fmanaged-by%3DHelm";

  /**
   * What is told of which objects.
   *
   * @param selector a label or field selector as in a query; empty for all objects
   * @param isWhole whether whole objects are told, not only their metadata
   * @param from the version of the collection to begin at, without a list; empty begins with a list
   * @param firstPause before a broken stream is opened again; doubled each time
   */
  record Selection(
      String selector, boolean isWhole, String from, Duration firstPause, Duration longestPause) {
    /** Metadata of what Helm manages, for as long as there is a process. */
    static final Selection METADATA =
        new Selection(HELM, false, "", Duration.ofSeconds(1), LONGEST_PAUSE);

    /** Metadata of all objects but release records, which are many and change with each release. */
    static final Selection INPUTS =
        new Selection(
            "labelSelector=owner%21%3Dhelm", false, "", Duration.ofSeconds(1), LONGEST_PAUSE);

    /** Whole objects, for a wait. */
    static Selection whole(String selector, String from) {
      return new Selection(selector, true, from, Duration.ofMillis(200), Duration.ofSeconds(5));
    }
  }

  private static final String LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
  private static final String STREAM =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
  private static final String JSON = "application/json";
  private static final int PAGE = 500;

  /** A stream is opened anew from time to time: a dead connection must not stay unnoticed. */
  private static final int STREAM_SECONDS = 300;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** While a server is away a watch is one small question; nobody wants to wait when it is back. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** What was refused, or is not there, is seldom allowed a minute later. */
  private static final Duration PAUSE_OF_REFUSED = Duration.ofMinutes(10);

  private static final int GONE = 410;

  private final KubeHttp http;
  private final Discovery discovery;
  private final ObjectWatches.Target target;
  private final Selection selection;
  private final ObjectWatches.Listener listener;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean isClosed;

  /** From where the stream goes on; empty where a list is needed. */
  private volatile String version;

  KubeWatch(
      KubeHttp http,
      Discovery discovery,
      ObjectWatches.Target target,
      Selection selection,
      ObjectWatches.Listener listener,
      Clock clock) {
    this.http = http;
    this.discovery = discovery;
    this.target = target;
    this.selection = selection;
    this.version = selection.from();
    this.listener = listener;
    this.clock = clock;
    this.thread = new Thread(this, "watch-" + target.kind());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }

  @Override
  public void run() {
    int failures = 0;
    while (!isClosed) {
      Instant begun = clock.instant();
      try {
        if (version.isEmpty()) {
          list();
        }
        follow();
        // A stream that ends at once, again and again, must not become a busy loop.
        failures = begun.plus(selection.firstPause()).isAfter(clock.instant()) ? failures + 1 : 0;
        pause(failures, null);
      } catch (RejectedExecutionException | IllegalStateException e) {
        if (isClosed) {
          return; // the connection was closed just behind this watch
        }
        throw e;
      } catch (ClusterException e) {
        if (isClosed) {
          return;
        }
        failures++;
        listener.down(e);
        try {
          pause(failures, e);
        } catch (ClusterException interrupted) {
          return;
        }
      }
    }
  }

  private void pause(int failures, @Nullable ClusterException reason) {
    if (failures == 0 || isClosed) {
      return;
    }
    boolean isRefused =
        reason != null
            && (reason.reason() == ClusterException.Reason.FORBIDDEN
                || reason.reason() == ClusterException.Reason.UNKNOWN_KIND);
    Duration doubled = selection.firstPause().multipliedBy(1L << Math.min(10, failures - 1));
    Duration longest = isRefused ? PAUSE_OF_REFUSED : selection.longestPause();
    Duration pause = isRefused || doubled.compareTo(longest) > 0 ? longest : doubled;
    // Not all watches of all agents at the same moment after a restart of the server.
    long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1);
    KubeHttp.sleep(pause.plusMillis(jitter));
  }

  private String path() {
    return discovery
        .kind(target.apiVersion(), target.kind())
        .orElseThrow(
            () ->
                new ClusterException(
                    ClusterException.Reason.UNKNOWN_KIND,
                    "the cluster does not serve "
                        + target.kind()
                        + " in version "
                        + target.apiVersion()))
        .path(target.namespace());
  }

  private String query() {
    return selection.selector().isEmpty() ? "?" : "?" + selection.selector() + "&";
  }

  private void list() {
    List<KubeObject> objects = new ArrayList<>();
    String next = "";
    String listed;
    do {
      KubeResponse response =
          http.get(path() + query() + "limit=" + PAGE + next, selection.isWhole() ? JSON : LIST);
      if (!response.isSuccess()) {
        throw refusal(response);
      }
      KubeObject page = response.object();
      if (page.tree().get("items") instanceof List<?> items) {
        items.forEach(item -> objects.add(told(item)));
      }
      listed = String.valueOf(page.metadata().get("resourceVersion"));
      Object more = page.metadata().get("continue");
      next =
          more == null || more.toString().isEmpty()
              ? ""
              : "&continue=" + URLEncoder.encode(more.toString(), StandardCharsets.UTF_8);
    } while (!next.isEmpty());
    listener.listed(objects);
    version = listed;
  }

  private ClusterException refusal(KubeResponse response) {
    if (response.isNotFound()) {
      discovery.forget();
      return new ClusterException(
          ClusterException.Reason.UNKNOWN_KIND, "the cluster does not serve " + target + " now");
    }
    return response.refusal("watch " + target, false);
  }

  private void follow() {
    int seconds = STREAM_SECONDS + ThreadLocalRandom.current().nextInt(STREAM_SECONDS);
    String query =
        query()
            + "watch=1&allowWatchBookmarks=true&timeoutSeconds="
            + seconds
            + "&resourceVersion="
            + version;
    AtomicReference<@Nullable ClusterException> refused = new AtomicReference<>();
    try {
      KubeResponse response =
          http.follow(
              path() + query,
              selection.isWhole() ? JSON : STREAM,
              listener::up,
              line -> {
                if (refused.get() == null && !isClosed) {
                  refused.set(take(line));
                }
              },
              PATIENCE.plusSeconds(seconds));
      if (response.code() == GONE) {
        version = "";
      } else if (!response.isSuccess()) {
        throw refusal(response);
      }
    } catch (IOException e) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE, "watch " + target + ": " + e.getMessage(), e);
    }
    ClusterException reason = refused.get();
    if (reason != null) {
      throw reason;
    }
  }

  /** Takes an event; gives why the stream is of no use any more, or null. */
  private @Nullable ClusterException take(String line) {
    Map<String, @Nullable Object> event;
    try {
      event = table(Json.parseExact(line));
    } catch (YamlException e) {
      version = "";
      return new ClusterException(
          ClusterException.Reason.OTHER, "watch " + target + ": not JSON", e);
    }
    Map<String, @Nullable Object> object = table(event.get("object"));
    String type = String.valueOf(event.get("type"));
    if (type.equals("ERROR")) {
      version = "";
      boolean isExpired = object.get("code") instanceof Number code && code.intValue() == GONE;
      return isExpired
          ? null
          : new ClusterException(
              ClusterException.Reason.OTHER, "watch " + target + ": " + object.get("message"));
    }
    KubeObject seen = told(object);
    switch (type) {
      case "ADDED", "MODIFIED" -> listener.changed(seen);
      case "DELETED" -> listener.gone(seen);
      default -> {} // a bookmark says only how far the stream has come
    }
    version = String.valueOf(seen.metadata().get("resourceVersion"));
    return null;
  }

  /** What a server that knows no partial objects tells beyond metadata is dropped here. */
  private KubeObject told(@Nullable Object item) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", target.apiVersion());
    tree.put("kind", target.kind());
    if (selection.isWhole()) {
      // The items of a list do not say what they are.
      table(item).forEach(tree::putIfAbsent);
    } else {
      tree.put("metadata", table(item).get("metadata"));
    }
    return new KubeObject(tree);
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}

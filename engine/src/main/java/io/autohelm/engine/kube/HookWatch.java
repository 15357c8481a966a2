package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows one object from the state in which it was applied, so that its end is seen even where a
 * TTL removes it at once. A watch that cannot be had is no error: whoever waits looks at the object
 * too.
 */
final class HookWatch implements AutoCloseable {
  private final KubeHttp http;
  private final String path;
  private final Thread thread;
  private volatile Readiness outcome = Readiness.waiting("has not ended yet");

  private HookWatch(KubeHttp http, String path) {
    this.http = http;
    this.path = path;
    this.thread = new Thread(this::follow, "hook-watch");
    this.thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param collection the path of the object's kind in its namespace
   * @param applied as the server gave it back
   */
  static HookWatch start(KubeHttp http, String collection, KubeObject applied, Duration timeout) {
    String query =
        "?watch=1&fieldSelector="
            + URLEncoder.encode("metadata.name=" + applied.name(), StandardCharsets.UTF_8)
            + "&resourceVersion="
            + applied.metadata().getOrDefault("resourceVersion", "")
            + "&timeoutSeconds="
            + (timeout.toSeconds() + 1);
    HookWatch watch = new HookWatch(http, collection + query);
    watch.thread.start();
    return watch;
  }

  /** What was seen: still waiting, or how it ended. */
  Readiness outcome() {
    return outcome;
  }

  private void follow() {
    try {
      http.follow(path, "application/json", () -> {}, this::take, Duration.ofHours(24));
    } catch (IOException | ClusterException e) {
      // Looking at the object is what is left.
    }
  }

  private void take(String line) {
    try {
      if (Json.parseExact(line) instanceof Map<?, ?> event
          && event.get("object") instanceof Map<?, ?> object) {
        Readiness seen = Readiness.ofHook(new KubeObject(table(object)));
        if (seen.state() != Readiness.State.WAITING && outcome.state() == Readiness.State.WAITING) {
          outcome = seen;
        } else if ("DELETED".equals(event.get("type"))
            && outcome.state() == Readiness.State.WAITING) {
          outcome = Readiness.failed("was deleted before it had ended");
        }
      }
    } catch (YamlException e) {
      // A line that is no event says nothing about the hook.
    }
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(Map<?, ?> object) {
    return (Map<String, @Nullable Object>) object;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of some objects of one kind in one namespace: by one watch, or, where watching
 * is not allowed, by asking for each from time to time.
 */
final class ObjectFeed implements AutoCloseable, ObjectWatches.Listener {
  private static final Duration FIRST_POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

  /** Credentials that are renewed are refused for a moment. */
  private static final int MOST_REFUSALS = 3;

  /** Is told; must be quick and must not throw. */
  interface Sink {
    /** An object as it is now; empty where there is none. */
    void seen(String name, Optional<KubeObject> live);

    /** An object was deleted; this is how it was then. */
    void deleted(KubeObject last);

    /** The objects may not be looked at in any way. */
    void refused(ClusterException reason);
  }

  private final KubeHttp http;
  private final Discovery discovery;
  private final KubeWatches watches;
  private final ObjectWatches.Target target;
  private final List<KubeObject> objects;
  private final boolean isUntilGone;
  private final Sink sink;
  private ObjectWatches.@Nullable Watch watch;
  private @Nullable Thread poll;
  private volatile String silence = "";
  private int refusals;
  private boolean isClosed;

  /**
   * @param objects all of the target
   * @param isUntilGone whether they are expected to go, so that a kind that is not served any more
   *     is no fault
   */
  ObjectFeed(
      KubeHttp http,
      Discovery discovery,
      KubeWatches watches,
      ObjectWatches.Target target,
      List<KubeObject> objects,
      boolean isUntilGone,
      Sink sink) {
    this.http = http;
    this.discovery = discovery;
    this.watches = watches;
    this.target = target;
    this.objects = objects;
    this.isUntilGone = isUntilGone;
    this.sink = sink;
  }

  /** The object's version as a number; -1 where it has none: it does not come from a cluster. */
  static long version(KubeObject object) {
    try {
      Object version = object.metadata().get("resourceVersion");
      return version == null ? -1 : Long.parseLong(version.toString());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  synchronized void start() {
    watch = watches.open(target, KubeWatch.Selection.whole(selector(), from()), this);
  }

  private String selector() {
    if (objects.size() == 1) {
      return "fieldSelector="
          + URLEncoder.encode("metadata.name=" + objects.get(0).name(), StandardCharsets.UTF_8);
    }
    boolean areHelms =
        objects.stream()
            .allMatch(object -> Annotations.HELM.equals(object.label(Annotations.MANAGED_BY)));
    return areHelms ? KubeWatch.HELM : "";
  }

  /** Where all objects are known in a version, what came since the oldest of them is enough. */
  private String from() {
    long oldest = objects.stream().mapToLong(ObjectFeed::version).min().orElse(-1);
    return isUntilGone || oldest < 0 ? "" : Long.toString(oldest);
  }

  /** Why the newest state may be unknown; empty where it is known. */
  String silence() {
    return silence;
  }

  @Override
  public void listed(List<KubeObject> list) {
    Map<String, KubeObject> lives = new LinkedHashMap<>();
    list.forEach(live -> lives.put(live.name(), live));
    objects.forEach(
        object -> sink.seen(object.name(), Optional.ofNullable(lives.get(object.name()))));
  }

  @Override
  public void changed(KubeObject object) {
    sink.seen(object.name(), Optional.of(object));
  }

  @Override
  public void gone(KubeObject object) {
    sink.deleted(object);
  }

  @Override
  public void up() {
    silence = "";
  }

  @Override
  public synchronized void down(ClusterException reason) {
    silence = String.valueOf(reason.getMessage());
    boolean isUnknown = reason.reason() == ClusterException.Reason.UNKNOWN_KIND;
    if (isUnknown && isUntilGone) {
      listed(List.of());
    } else if (reason.reason() != ClusterException.Reason.UNREACHABLE
        && poll == null
        && !isClosed) {
      if (watch != null) {
        watch.close();
      }
      poll = new Thread(this::poll, "poll-" + target.kind());
      poll.setDaemon(true);
      poll.start();
    }
  }

  private void poll() {
    Duration pause = FIRST_POLL;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (KubeObject object : objects) {
          pollOne(object);
        }
        Thread.sleep(pause.toMillis());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : doubled;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClusterException e) {
      if (!Thread.currentThread().isInterrupted()) {
        sink.refused(e);
      }
    }
  }

  private void pollOne(KubeObject object) {
    try {
      Optional<Discovery.Kind> kind = discovery.kind(object.apiVersion(), object.kind());
      if (kind.isEmpty()) {
        sink.seen(object.name(), Optional.empty());
        return;
      }
      String path =
          kind.get().path(object.namespace())
              + "/"
              + URLEncoder.encode(object.name(), StandardCharsets.UTF_8);
      KubeResponse response = http.get(path);
      if (response.isNotFound()) {
        sink.seen(object.name(), Optional.empty());
      } else if (response.isSuccess()) {
        sink.seen(object.name(), Optional.of(response.object()));
        silence = "";
        refusals = 0;
      } else {
        throw response.refusal("wait for " + object.id(), object.kind().equals("Secret"));
      }
    } catch (ClusterException e) {
      boolean isRefused = e.reason() == ClusterException.Reason.FORBIDDEN;
      if (Thread.currentThread().isInterrupted() || (isRefused && ++refusals >= MOST_REFUSALS)) {
        throw e;
      }
      silence = String.valueOf(e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (watch != null) {
      watch.close();
    }
    if (poll != null) {
      poll.interrupt();
    }
  }
}

package io.autohelm.agent.notify;

import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Kubernetes Event for each change of a release's state, into the release's namespace,
 * about the record of its newest revision. One that repeats counts up the Event that there is.
 */
public final class EventTeller implements Reports, AutoCloseable {
  /** Takes Events; what it throws is its own to tell. */
  public interface Post {
    /** Makes the Event; false where that was not possible. */
    boolean create(KubeObject event);

    /** Changes count and time of an Event; false where it is not there any more. */
    boolean patch(KubeObject event, Map<String, @Nullable Object> patch);
  }

  /** The API server forgets Events after an hour. */
  private static final Duration REPEATED = Duration.ofMinutes(50);

  private static final int LONGEST = 1000;

  /** So many are remembered, to count them up; of the others a new one is made. */
  static final int REMEMBERED = 1000;

  private record Key(String namespace, String name, String reason, String message) {}

  private static final class Sent {
    /** Which one it is, without what it says. */
    final KubeObject event;

    final Instant first;
    int count = 1;

    Sent(KubeObject event, Instant first) {
      this.event = event;
      this.first = first;
    }
  }

  private final Post post;
  private final Clock clock;
  private final RandomGenerator chance;
  private final Notices notices = new Notices();
  private final Throttle throttle;
  private final ThreadPoolExecutor worker;
  private final Map<Key, Sent> sent = new LinkedHashMap<>();

  /**
   * @param chance for the Events' names
   */
  public EventTeller(Post post, Clock clock, RandomGenerator chance) {
    this.post = post;
    this.clock = clock;
    this.chance = chance;
    this.throttle = new Throttle(clock.instant());
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1000),
            task -> {
              Thread thread = new Thread(task, "events");
              thread.setDaemon(true);
              return thread;
            },
            // Whoever is late is not heard; nobody waits for an Event.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public synchronized void tell(Report report) {
    for (Notice notice : notices.of(report)) {
      if (throttle.allows(notice.release(), clock.instant())) {
        worker.execute(() -> write(notice));
      }
    }
  }

  private void write(Notice notice) {
    Key key =
        new Key(
            notice.release().namespace(),
            notice.release().name(),
            notice.reason(),
            shortened(notice.message()));
    sent.values().removeIf(old -> old.first.plus(REPEATED).isBefore(notice.time()));
    Sent before = sent.get(key);
    if (before != null) {
      Map<String, @Nullable Object> patch = new LinkedHashMap<>();
      patch.put("count", ++before.count);
      patch.put("lastTimestamp", seconds(notice.time()));
      if (post.patch(before.event, patch)) {
        return;
      }
      sent.remove(key);
    }
    KubeObject event = event(notice, Long.toHexString(chance.nextLong() | 1L << 63));
    if (post.create(event)) {
      sent.put(key, new Sent(named(event), notice.time()));
      if (sent.size() > REMEMBERED) {
        sent.remove(sent.keySet().iterator().next());
      }
    }
  }

  private static KubeObject named(KubeObject event) {
    return new KubeObject(
        Map.of(
            "apiVersion",
            event.apiVersion(),
            "kind",
            event.kind(),
            "metadata",
            Map.of("name", event.name(), "namespace", event.namespace())));
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static KubeObject event(Notice notice, String suffix) {
    String name = notice.release().name();
    String namespace = notice.release().namespace();
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name + "." + suffix);
    metadata.put("namespace", namespace);
    metadata.put("labels", Map.of("autohelm.io/release", name));
    if (notice.revision() > 0) {
      metadata.put(
          "annotations", Map.of("autohelm.io/revision", Integer.toString(notice.revision())));
    }
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("apiVersion", "v1");
    about.put("kind", "Secret");
    about.put("namespace", namespace);
    about.put("name", "sh.helm.release.v1." + name + ".v" + Math.max(1, notice.revision()));
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "Event");
    tree.put("metadata", metadata);
    tree.put("involvedObject", about);
    tree.put("type", notice.isWarning() ? "Warning" : "Normal");
    tree.put("reason", notice.reason());
    tree.put("message", "release " + name + ": " + shortened(notice.message()));
    tree.put("source", Map.of("component", "autohelm"));
    tree.put("reportingComponent", "autohelm.io/agent");
    tree.put("reportingInstance", "autohelm");
    tree.put("firstTimestamp", seconds(notice.time()));
    tree.put("lastTimestamp", seconds(notice.time()));
    tree.put("count", 1);
    return new KubeObject(tree);
  }

  private static String shortened(String message) {
    return message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
  }

  /** Tells what is still to be told, for a moment. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.kube.ObjectWatches.Target;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the ConfigMaps and Secrets that values come from, by their metadata: one stream for each
 * kind and namespace that holds some. A release is looked at when an object has another version
 * than the one that it was made of. What a watch misses, the regular check finds.
 */
public final class InputWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);

  /** Each costs a thread and a stream; what is beyond is left to the regular checks. */
  private static final int MOST_STREAMS = 100;

  /** An object that values come from; it need not exist. */
  public record Input(String kind, String namespace, String name) {
    private Target target() {
      return new Target("v1", kind, namespace);
    }
  }

  /** Has a release looked at. */
  public interface Look {
    void at(ReleaseId id);
  }

  private final ObjectWatches watches;
  private final Look look;
  private final Clock clock;
  private final ScheduledExecutorService timer;

  /** What each release was made of last: objects with their versions, empty for missing ones. */
  private final Map<ReleaseId, Map<Input, String>> made = new HashMap<>();

  private final Map<ReleaseId, Calm> calms = new HashMap<>();
  private final Set<ReleaseId> awaited = new HashSet<>();
  private final Map<Target, Stream> streams = new HashMap<>();
  private boolean isFull;
  private boolean isClosed;

  /**
   * @param watches of objects whoever manages them
   * @param look called by a thread of this watch; must be quick
   */
  public InputWatch(ObjectWatches watches, Look look, Clock clock) {
    this.watches = watches;
    this.look = look;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "input-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * From now on these objects matter to a release, and no others.
   *
   * @param versions the versions that were read; empty for objects that are missing
   */
  public synchronized void put(ReleaseId id, Map<Input, String> versions) {
    if (isClosed || (versions.isEmpty() && !made.containsKey(id))) {
      return;
    }
    if (versions.isEmpty()) {
      remove(id);
      return;
    }
    boolean isNew = !versions.keySet().equals(made.getOrDefault(id, Map.of()).keySet());
    made.put(id, Map.copyOf(versions));
    calms.computeIfAbsent(id, key -> new Calm());
    if (isNew) {
      tidy();
    }
    versions.forEach(
        (input, version) -> {
          String seen = version(input);
          if (seen != null && isNewer(seen, version)) {
            weigh(id);
          }
        });
  }

  /** Nothing matters to the release any more. */
  public synchronized void remove(ReleaseId id) {
    calms.remove(id);
    if (made.remove(id) != null && !isClosed) {
      tidy();
    }
  }

  /**
   * The version that an object has now, empty where there is none.
   *
   * @return null where that is not known
   */
  public synchronized @Nullable String version(Input input) {
    Stream stream = streams.get(input.target());
    return stream == null || !stream.isUp ? null : stream.versions.getOrDefault(input.name(), "");
  }

  /** What was read may be newer than what a stream has told so far. */
  private static boolean isNewer(String seen, String read) {
    try {
      return Long.parseLong(seen.isEmpty() ? "0" : seen)
          > Long.parseLong(read.isEmpty() ? "0" : read);
    } catch (NumberFormatException e) {
      return !seen.equals(read);
    }
  }

  private void tidy() {
    Set<Target> needed = new HashSet<>();
    made.values().forEach(inputs -> inputs.keySet().forEach(input -> needed.add(input.target())));
    for (Target target : Set.copyOf(streams.keySet())) {
      if (!needed.contains(target)) {
        Stream ended = streams.remove(target);
        if (ended != null) {
          ended.close();
        }
      }
    }
    for (Target target : needed) {
      if (!streams.containsKey(target) && streams.size() >= MOST_STREAMS) {
        if (!isFull) {
          isFull = true;
          LOG.info(
              "values come from more than {} kinds in namespaces: changes in others are noticed by"
                  + " regular checks alone",
              MOST_STREAMS);
        }
        return;
      }
      if (!streams.containsKey(target)) {
        Stream stream = new Stream(target);
        streams.put(target, stream);
        stream.watch = watches.open(target, stream);
      }
    }
  }

  /** Has the releases looked at that were made of something else. */
  private void compare(Target target, @Nullable String name, Map<String, String> versions) {
    made.forEach(
        (id, inputs) ->
            inputs.forEach(
                (input, version) -> {
                  boolean isMeant =
                      input.target().equals(target) && (name == null || name.equals(input.name()));
                  if (isMeant && !versions.getOrDefault(input.name(), "").equals(version)) {
                    weigh(id);
                  }
                }));
  }

  private void weigh(ReleaseId id) {
    Calm calm = calms.get(id);
    if (calm == null || isClosed || !awaited.add(id)) {
      return;
    }
    try {
      var unused =
          timer.schedule(
              () -> fire(id), calm.pause(clock.instant()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("release {}: the agent is ending", id);
    }
  }

  private void fire(ReleaseId id) {
    synchronized (this) {
      awaited.remove(id);
      Calm calm = calms.get(id);
      if (calm == null || isClosed) {
        return;
      }
      calm.looked(clock.instant());
    }
    look.at(id);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    timer.shutdownNow();
    streams.values().forEach(Stream::close);
    streams.clear();
  }

  /** What one stream has told. */
  private final class Stream implements ObjectWatches.Listener {
    private final Target target;
    private final Map<String, String> versions = new HashMap<>();
    private ObjectWatches.@Nullable Watch watch;
    private boolean isUp;
    private boolean isRefused;

    Stream(Target target) {
      this.target = target;
    }

    private static String version(KubeObject object) {
      return String.valueOf(object.metadata().getOrDefault("resourceVersion", ""));
    }

    @Override
    public void listed(List<KubeObject> objects) {
      synchronized (InputWatch.this) {
        versions.clear();
        objects.forEach(object -> versions.put(object.name(), version(object)));
        compare(target, null, versions);
      }
    }

    @Override
    public void changed(KubeObject object) {
      synchronized (InputWatch.this) {
        versions.put(object.name(), version(object));
        compare(target, object.name(), versions);
      }
    }

    @Override
    public void gone(KubeObject object) {
      synchronized (InputWatch.this) {
        versions.remove(object.name());
        compare(target, object.name(), versions);
      }
    }

    @Override
    public void up() {
      synchronized (InputWatch.this) {
        isUp = true;
      }
    }

    @Override
    public void down(ClusterException reason) {
      synchronized (InputWatch.this) {
        isUp = false;
        if (!isRefused && reason.reason() == ClusterException.Reason.FORBIDDEN) {
          isRefused = true;
          LOG.info(
              "changes of values in each {} are noticed by regular checks alone: {}",
              target,
              reason.getMessage());
        }
      }
    }

    void close() {
      if (watch != null) {
        watch.close();
      }
    }
  }
}

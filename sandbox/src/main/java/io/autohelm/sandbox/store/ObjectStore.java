package io.autohelm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Objects by bucket, namespace and name, with one revision counter over all. Thread-safe by one
 * lock; whoever needs several steps to be one takes it with {@link #atomically}. Stored trees are
 * never changed: a write replaces them, a reader must copy before changing.
 */
public final class ObjectStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, NavigableMap<String, ObjectNode>> buckets = new HashMap<>();
  private final ArrayDeque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final int historySize;
  private long revision = 1;
  private long forgotten = 1;

  /** An empty store that remembers this many changes for watches that start in the past. */
  public ObjectStore(int historySize) {
    this.historySize = historySize;
  }

  /** Runs the steps while nobody else writes. Re-entrant. */
  public <T> T atomically(Supplier<T> steps) {
    lock.lock();
    try {
      return steps.get();
    } finally {
      lock.unlock();
    }
  }

  /** The revision of the newest write. */
  public long revision() {
    return atomically(() -> revision);
  }

  /** The object, if there is one. {@code namespace} is empty for cluster-wide kinds. */
  public Optional<ObjectNode> get(String bucket, String namespace, String name) {
    return atomically(() -> Optional.ofNullable(bucket(bucket).get(namespace + "/" + name)));
  }

  /** The objects of a bucket in order of namespace and name; an empty namespace means all. */
  public List<ObjectNode> list(String bucket, String namespace) {
    return atomically(
        () -> {
          var all = bucket(bucket);
          // '0' is the character after '/', so the range is exactly the namespace.
          return List.copyOf(
              namespace.isEmpty()
                  ? all.values()
                  : all.subMap(namespace + "/", namespace + "0").values());
        });
  }

  /** The names of the buckets that ever held an object. */
  public List<String> buckets() {
    return atomically(() -> List.copyOf(buckets.keySet()));
  }

  /** Stores the object under its metadata's namespace and name and gives it the next revision. */
  public ObjectNode put(String bucket, ObjectNode object) {
    return atomically(
        () -> {
          revision++;
          ObjectNode stored = object.deepCopy();
          Json.child(stored, "metadata").put("resourceVersion", Long.toString(revision));
          ObjectNode before = bucket(bucket).put(key(stored), stored);
          Change.Kind kind = before == null ? Change.Kind.ADDED : Change.Kind.MODIFIED;
          remember(new Change(revision, bucket, kind, stored, before));
          return stored;
        });
  }

  /** Removes the object and gives its last state, with the revision of its end. */
  public ObjectNode remove(String bucket, ObjectNode object) {
    return atomically(
        () -> {
          revision++;
          ObjectNode before = bucket(bucket).remove(key(object));
          ObjectNode last = object.deepCopy();
          Json.child(last, "metadata").put("resourceVersion", Long.toString(revision));
          if (before != null) {
            remember(new Change(revision, bucket, Change.Kind.DELETED, last, before));
          }
          return last;
        });
  }

  /**
   * Tells of every change from now on, in order, in the writer's thread and under the lock: a
   * listener only queues. Closing the subscription ends it.
   */
  public AutoCloseable listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The bucket's changes after the revision; 410 if the history does not reach back so far. */
  public List<Change> changesSince(String bucket, long since) {
    return atomically(
        () -> {
          if (since < forgotten && since < revision) {
            throw ApiFailure.expired(
                "too old resource version: " + since + " (" + (forgotten + 1) + ")");
          }
          List<Change> changes = new ArrayList<>();
          for (Change change : history) {
            if (change.revision() > since && change.bucket().equals(bucket)) {
              changes.add(change);
            }
          }
          return changes;
        });
  }

  private NavigableMap<String, ObjectNode> bucket(String name) {
    return buckets.computeIfAbsent(name, absent -> new TreeMap<>());
  }

  private static String key(ObjectNode object) {
    return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
  }

  private void remember(Change change) {
    history.addLast(change);
    if (history.size() > historySize) {
      forgotten = history.removeFirst().revision();
    }
    listeners.forEach(listener -> listener.accept(change));
  }
}

package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners which source or release looks different now. Who was away for a moment gets what
 * it missed, as long as that is kept. Safe for many threads.
 */
public final class ChangeFeed {
  private static final int KEPT = 1000;

  private final int most;
  private final Deque<Change> kept = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private int open;
  private long last;

  /**
   * @param most how many may listen at once
   */
  public ChangeFeed(int most) {
    this.most = most;
  }

  /**
   * Something looks different.
   *
   * @param id counts from 1
   * @param namespace empty for a source
   */
  public record Change(long id, Kind kind, String namespace, String name) {
    /** Whether it is about that release or source; null stands for any. */
    boolean concerns(@Nullable String release, @Nullable String source) {
      if (release == null && source == null) {
        return true;
      }
      return kind == Kind.RELEASE
          ? (namespace + "/" + name).equals(release)
          : kind == Kind.RESET || name.equals(source);
    }
  }

  /** What looks different. */
  public enum Kind {
    SOURCE,
    RELEASE,
    /** Not everything that was missed is known: look at all again. */
    RESET
  }

  /** Somebody who listens, until it is closed. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  void release(ReleaseId id) {
    tell(Kind.RELEASE, id.namespace(), id.name());
  }

  void source(String name) {
    tell(Kind.SOURCE, "", name);
  }

  /** Everything may look different. */
  void reset() {
    tell(Kind.RESET, "", "");
  }

  private synchronized void tell(Kind kind, String namespace, String name) {
    Change change = new Change(++last, kind, namespace, name);
    kept.addLast(change);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    listeners.forEach(listener -> listener.accept(change));
  }

  /** The number of the newest change; 0 before the first. */
  synchronized long last() {
    return last;
  }

  /**
   * Listens from now on.
   *
   * @param since the number of the last change that is known; null for none
   * @param listener called by whoever makes the change, so it must be quick; first with what was
   *     missed
   * @return empty where too many listen already
   */
  synchronized Optional<Listening> listen(@Nullable Long since, Consumer<Change> listener) {
    if (open >= most) {
      return Optional.empty();
    }
    open++;
    missed(since).forEach(listener);
    listeners.add(listener);
    AtomicBoolean isOpen = new AtomicBoolean(true);
    return Optional.of(
        () -> {
          if (isOpen.getAndSet(false)) {
            synchronized (this) {
              open--;
              listeners.remove(listener);
            }
          }
        });
  }

  private List<Change> missed(@Nullable Long since) {
    if (since == null || since == last) {
      return List.of();
    }
    Change oldest = kept.peekFirst();
    if (since > last || oldest == null || since < oldest.id() - 1) {
      return List.of(new Change(last, Kind.RESET, "", "")); // of another process, or too long ago
    }
    List<Change> missed = new ArrayList<>(kept);
    missed.removeIf(change -> change.id() <= since);
    return missed;
  }
}

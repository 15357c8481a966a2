package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.release.Release;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lock of one release: taken when the first action is due, given back at the end. */
final class Hold implements AutoCloseable {
  private final ReleaseLocks locks;
  private final ReleaseId id;
  private Actions actions;
  private @Nullable ReleaseLock lock;

  Hold(Actions actions, ReleaseLocks locks, ReleaseId id) {
    this.actions = actions;
    this.locks = locks;
    this.id = id;
  }

  /** The actions, under the lock once it is held. */
  Actions actions() {
    return actions;
  }

  boolean isHeld() {
    return lock != null;
  }

  /** Takes the lock; gives its holder where it is another's. */
  Optional<LockHolder> take() {
    ReleaseLocks.Attempt attempt = locks.take(id.namespace(), id.name());
    if (attempt instanceof ReleaseLocks.Attempt.Busy busy) {
      return Optional.of(busy.holder());
    }
    lock = ((ReleaseLocks.Attempt.Taken) attempt).lock();
    actions = actions.under(lock);
    return Optional.empty();
  }

  /**
   * Whether the newest revision is still the one that the decision rests on; notes it, so that a
   * writer that comes between would be noticed.
   */
  boolean isNewest(Optional<Release> known) {
    List<Release> history = actions.history(id.namespace(), id.name());
    Optional<Release> newest =
        history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    return newest.map(Hold::essence).equals(known.map(Hold::essence));
  }

  private static List<Object> essence(Release release) {
    return List.of(release.revision(), release.status(), release.info().description());
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}

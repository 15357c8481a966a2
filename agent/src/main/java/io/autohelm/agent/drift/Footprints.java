package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The footprint in which each object was last left or found by us, beside the one that is seen now:
 * where the two do not fit, somebody may have changed the object. Safe for many threads.
 */
public final class Footprints {
  private final Map<KubeObject.Id, Entry> entries = new HashMap<>();

  private static final class Entry {
    Footprint known = Footprint.NONE;

    /** Whether all that we apply was ours: then other people's fields need no look. */
    boolean isWhole;

    /** Whether it was last found to be as declared, every field of it. */
    boolean isAsDeclared;

    @Nullable Footprint seen;

    /** What was seen when the object was last handed out to be looked at: no news any more. */
    @Nullable Footprint judged;
  }

  private Entry entry(KubeObject.Id id) {
    return entries.computeIfAbsent(id, key -> new Entry());
  }

  /** The object is going to be looked up: what watches see of it from here on must be kept. */
  synchronized void expect(KubeObject.Id id) {
    entry(id);
  }

  /** We have applied the object, and this is the server's answer. */
  synchronized void applied(KubeObject answer) {
    Entry entry = entry(answer.id());
    entry.known = Footprint.of(answer);
    entry.isWhole = !entry.known.fields().isEmpty();
    entry.isAsDeclared = false;
  }

  /** We have found the object so; what of it is ours is not known yet. */
  synchronized void found(KubeObject live) {
    Entry entry = entry(live.id());
    entry.known = Footprint.of(live);
    entry.isWhole = false;
    entry.isAsDeclared = false;
  }

  /**
   * We have compared the object with what a dry-run apply would make of it.
   *
   * @param isAsDeclared whether no field differs, and none was let be
   */
  synchronized void compared(KubeObject live, KubeObject wanted, boolean isAsDeclared) {
    Entry entry = entry(live.id());
    entry.known = Footprint.of(live);
    entry.isWhole = entry.known.isWhole(Footprint.of(wanted));
    entry.isAsDeclared = entry.isWhole && isAsDeclared;
  }

  /**
   * Whether the object was found to be as declared, and no watch has seen since that something
   * which we applied of it is not ours any more: where a watch misses nothing, another look would
   * find the same.
   */
  public synchronized boolean isStillAsDeclared(KubeObject.Id id) {
    Entry entry = entries.get(id);
    return entry != null
        && entry.isAsDeclared
        && (entry.seen == null || entry.seen.isKept(entry.known));
  }

  /** We have found that there is no such object. */
  synchronized void missing(KubeObject.Id id) {
    Entry entry = entry(id);
    entry.known = Footprint.NONE;
    entry.isWhole = false;
    entry.isAsDeclared = false;
  }

  /** We have removed the object, or nobody cares for it any more. */
  public synchronized void forget(KubeObject.Id id) {
    entries.remove(id);
  }

  /** A watch has seen the object so; false where nothing is known of it. */
  public synchronized boolean seen(KubeObject metadata) {
    return seen(metadata.id(), Footprint.of(metadata));
  }

  /** A watch has seen that there is no such object; false where nothing is known of it. */
  public synchronized boolean gone(KubeObject.Id id) {
    return seen(id, Footprint.NONE);
  }

  private boolean seen(KubeObject.Id id, Footprint footprint) {
    Optional<Entry> entry = Optional.ofNullable(entries.get(id));
    entry.ifPresent(known -> known.seen = footprint);
    return entry.isPresent();
  }

  /** Whether what was last seen of the object does not fit what is known of it. */
  public synchronized boolean isNews(KubeObject.Id id) {
    Entry entry = entries.get(id);
    if (entry == null || entry.seen == null || entry.seen.equals(entry.judged)) {
      return false;
    }
    return entry.isWhole ? !entry.seen.isKept(entry.known) : !entry.seen.equals(entry.known);
  }

  /** The object is going to be looked at: what has been seen so far is no news any more. */
  public synchronized void judge(KubeObject.Id id) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entry.judged = entry.seen;
    }
  }
}

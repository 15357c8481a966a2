package io.autohelm.engine.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The values that were asked for last, as many as fit into a weight. For any number of threads; a
 * value that two threads miss at once is made twice.
 */
public final class Recent<K, V> {
  private record Weighed<V>(V value, long weight) {}

  private final long most;
  private final ToLongFunction<K> weigh;
  private final Map<K, Weighed<V>> oldestFirst = new LinkedHashMap<>(16, 0.75f, true);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private long weight;

  /**
   * @param most the sum of the weights that are kept
   * @param weigh what keeping a key and its value costs, in the unit of {@code most}; a key above
   *     it is not kept
   */
  public Recent(long most, ToLongFunction<K> weigh) {
    this.most = most;
    this.weigh = weigh;
  }

  /**
   * The value of that key, made now where it is not kept.
   *
   * @param make what it throws goes to the caller, and nothing is kept
   */
  public V get(K key, Function<? super K, ? extends V> make) {
    synchronized (oldestFirst) {
      Weighed<V> known = oldestFirst.get(key);
      if (known != null) {
        hits.increment();
        return known.value;
      }
    }
    misses.increment();
    V made = make.apply(key);
    long cost = weigh.applyAsLong(key);
    if (cost > most) {
      return made;
    }
    synchronized (oldestFirst) {
      Weighed<V> other = oldestFirst.putIfAbsent(key, new Weighed<>(made, cost));
      if (other != null) {
        return other.value;
      }
      weight += cost;
      for (Iterator<Weighed<V>> each = oldestFirst.values().iterator(); weight > most; ) {
        weight -= each.next().weight;
        each.remove();
      }
    }
    return made;
  }

  /** How often a value was kept. */
  public long hits() {
    return hits.sum();
  }

  /** How often a value had to be made. */
  public long misses() {
    return misses.sum();
  }

  /** How many values are kept now. */
  public int size() {
    synchronized (oldestFirst) {
      return oldestFirst.size();
    }
  }
}

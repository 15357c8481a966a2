package io.autohelm.agent.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/**
 * The series of one thing, such as a release: they come when there is something to tell and go with
 * the thing, so that nobody is alarmed by what is no more. Not safe for several threads, but their
 * values are.
 */
final class Series {
  private record Key(String name, Tags more) {}

  /** What a gauge reads; kept alive by it. */
  private static final class Value {
    volatile double now;
  }

  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<Key, Value> values = new HashMap<>();
  private final Map<Key, Meter> meters = new HashMap<>();
  private final Map<String, Key> infos = new HashMap<>();

  /**
   * @param tags what names the thing
   */
  Series(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  void set(String name, String description, double value) {
    set(name, description, Tags.empty(), value);
  }

  /** Sets the value of a gauge, which is made when there is none. */
  void set(String name, String description, Tags more, double value) {
    Key key = new Key(name, more);
    Value held = values.computeIfAbsent(key, missing -> new Value());
    held.now = value;
    meters.computeIfAbsent(
        key,
        missing ->
            Gauge.builder(name, held, v -> v.now)
                .description(description)
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry));
  }

  /** Sets the one gauge of that name to 1, in place of the one with other tags before. */
  void info(String name, String description, Tags more) {
    if (!new Key(name, more).equals(infos.get(name))) {
      end(name);
    }
    infos.put(name, new Key(name, more));
    set(name, description, more, 1);
  }

  /**
   * Takes away the one gauge of that name that {@link #info} has set; nothing where there is none.
   */
  void end(String name) {
    Key before = infos.remove(name);
    if (before != null) {
      values.remove(before);
      Meter meter = meters.remove(before);
      if (meter != null) {
        registry.remove(meter);
      }
    }
  }

  /** Adds to a counter, which is made when there is none. */
  void count(String name, String description, Tags more, int added) {
    Counter counter =
        Counter.builder(name).description(description).tags(tags.and(more)).register(registry);
    meters.put(new Key(name, more), counter);
    counter.increment(added);
  }

  /** Nothing more is told of the thing. */
  void close() {
    meters.values().forEach(registry::remove);
    meters.clear();
    values.clear();
    infos.clear();
  }
}

package io.autohelm.agent;

import io.autohelm.engine.chart.Chart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Charts by what names their content, the least recently used forgotten first. */
final class ChartCache {
  private static final int CHARTS = 64;

  private final Map<String, Chart> charts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Chart> eldest) {
          return size() > CHARTS;
        }
      };

  Chart get(String key, Supplier<Chart> load) {
    synchronized (charts) {
      Chart known = charts.get(key);
      if (known != null) {
        return known;
      }
    }
    Chart loaded = load.get();
    synchronized (charts) {
      charts.put(key, loaded);
    }
    return loaded;
  }
}

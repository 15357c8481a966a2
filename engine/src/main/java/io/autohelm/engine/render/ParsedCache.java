package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The parsed templates of the charts that were rendered last. A chart is known by its identity,
 * which costs nothing: whoever renders a chart often keeps it. Which of its sub-charts take part
 * depends on the values.
 */
final class ParsedCache {
  private static final int CHARTS = 32;

  private record Entry(Chart chart, Set<String> names, ParsedTemplates templates) {}

  private final Deque<Entry> newestFirst = new ArrayDeque<>();

  ParsedTemplates get(Chart chart, List<TemplateSource> sources, Supplier<ParsedTemplates> parse) {
    Set<String> names = new HashSet<>();
    sources.forEach(source -> names.add(source.name()));
    synchronized (newestFirst) {
      for (Iterator<Entry> entries = newestFirst.iterator(); entries.hasNext(); ) {
        Entry entry = entries.next();
        if (isSame(entry.chart(), chart) && entry.names().equals(names)) {
          entries.remove();
          newestFirst.addFirst(entry);
          return entry.templates();
        }
      }
    }
    ParsedTemplates templates = parse.get();
    synchronized (newestFirst) {
      newestFirst.addFirst(new Entry(chart, names, templates));
      if (newestFirst.size() > CHARTS) {
        newestFirst.removeLast();
      }
    }
    return templates;
  }

  @SuppressWarnings(
      "ReferenceEquality") // comparing charts by content would cost more than parsing them
  private static boolean isSame(Chart a, Chart b) {
    return a == b;
  }
}

package io.autohelm.agent.status;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Report;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The newest of what was said about one release; what is said again and again counts once. */
final class ReleaseJournal {
  private static final int MOST = 40;
  private static final int LONGEST = 1000;

  private final Deque<LogEntry> entries = new ArrayDeque<>();

  void tell(Report report) {
    if (report instanceof Report.ReleaseSynced synced) {
      synced.drift().forEach(drifted -> add(synced.time(), true, told(drifted)));
      if (synced.error() != null) {
        add(synced.time(), true, synced.step().text() + ": " + synced.error());
      } else {
        String why = synced.reason().isEmpty() ? "as declared" : synced.reason();
        String took =
            synced.took().toSeconds() > 0 ? " in " + synced.took().toSeconds() + " s" : "";
        add(
            synced.time(),
            false,
            synced.step().text()
                + ": "
                + why
                + "; revision "
                + synced.revision()
                + " "
                + synced.status()
                + took);
      }
    } else if (report instanceof Report.ReleaseWarned warned) {
      add(warned.time(), true, warned.warning());
    } else if (report instanceof Report.ActionBegun begun) {
      add(begun.time(), false, begun.step().text() + " begins: " + begun.reason());
    } else if (report instanceof Report.HealthChanged changed) {
      String level = changed.health().level().name().toLowerCase(Locale.ROOT);
      String why = changed.health().reason();
      add(
          changed.time(),
          changed.isFallen(),
          "objects: " + level + (why.isEmpty() ? "" : ": " + why));
    } else if (report instanceof Report.ReleaseHeld held) {
      add(held.time(), true, "left its source; " + held.step().text() + ": " + held.reason());
    } else if (report instanceof Report.ReleaseRemoved removed && removed.error() != null) {
      add(removed.time(), true, "uninstall: " + removed.error());
    }
  }

  private static String told(DriftedObject drifted) {
    String fields =
        drifted.fields().stream()
            .map(field -> field.path() + (field.by().isEmpty() ? "" : " by " + field.by()))
            .collect(Collectors.joining(", "));
    return "drift: "
        + drifted.id()
        + " "
        + drifted.change().text()
        + (fields.isEmpty() ? "" : ": " + fields);
  }

  private void add(Instant time, boolean isWarning, String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    String level = isWarning ? "warning" : "info";
    LogEntry last = entries.peekLast();
    boolean isSame = last != null && last.text().equals(shown) && last.level().equals(level);
    if (isSame) {
      entries.removeLast();
    } else if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.addLast(new LogEntry(time, level, shown, isSame ? last.times() + 1 : 1));
  }

  /** The newest first. */
  List<LogEntry> newestFirst() {
    List<LogEntry> all = new ArrayList<>(entries.size());
    entries.descendingIterator().forEachRemaining(all::add);
    return all;
  }
}

package io.autohelm.agent;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Writes what changed, and what went wrong, to the log; that all is well is not worth a line. */
final class ReportLog implements Reports {
  private static final Logger LOG = LoggerFactory.getLogger("autohelm");

  /** For what a release waits, as was told last. */
  private final Map<ReleaseId, String> told = new ConcurrentHashMap<>();

  /** Who waits is looked at again and again; that is news once, and again for another reason. */
  private boolean isNews(ReleaseId id, Decision.Step step, String reason) {
    return switch (step) {
      case LEAVE, WAIT_FOR_RETRY -> {
        told.remove(id);
        yield false;
      }
      case SUSPEND,
          QUARANTINE,
          HELD_BACK,
          MOVE,
          FROZEN,
          WAIT_FOR_APPROVAL,
          WAIT_FOR_CONFIRMATION,
          WAIT_FOR_DEPENDENCY,
          WAIT_FOR_LOCK,
          WAIT_FOR_WINDOW ->
          !(step.text() + reason).equals(told.put(id, step.text() + reason));
      default -> {
        told.remove(id);
        yield true;
      }
    };
  }

  /** What a report is about goes with each of its lines, for logs that programs read. */
  @Override
  public void tell(Report report) {
    Map<String, String> about = about(report);
    about.forEach(MDC::put);
    try {
      write(report);
    } finally {
      about.keySet().forEach(MDC::remove);
    }
  }

  private static Map<String, String> about(Report report) {
    if (report instanceof Report.SourceRead read) {
      return Map.of("source", read.source(), "commit", read.commit());
    }
    if (report instanceof Report.SourceFailed failed) {
      return Map.of("source", failed.source());
    }
    if (report instanceof Report.ReleaseSynced synced) {
      return Map.of(
          "namespace", synced.id().namespace(),
          "name", synced.id().name(),
          "source", synced.source(),
          "commit", synced.commit(),
          "chart", synced.chart(),
          "step", synced.step().text(),
          "revision", Integer.toString(synced.revision()));
    }
    if (report instanceof Report.HealthChanged changed) {
      return Map.of("namespace", changed.id().namespace(), "name", changed.id().name());
    }
    if (report instanceof Report.ReleaseHeld held) {
      return Map.of("namespace", held.id().namespace(), "name", held.id().name());
    }
    if (report instanceof Report.ReleaseWarned warned) {
      return Map.of("namespace", warned.id().namespace(), "name", warned.id().name());
    }
    if (report instanceof Report.ReleaseRemoved removed) {
      return Map.of("namespace", removed.id().namespace(), "name", removed.id().name());
    }
    return Map.of();
  }

  private void write(Report report) {
    if (report instanceof Report.SourceRead read) {
      if (read.changed()) {
        LOG.info(
            "source {}: commit {} \"{}\", {} releases",
            read.source(),
            read.commit(),
            read.subject(),
            read.releases());
        if (read.rewritten() != null) {
          LOG.warn(
              "source {}: history was rewritten: commit {} does not descend from {}",
              read.source(),
              read.commit(),
              read.rewritten());
        }
        read.problems().forEach(problem -> LOG.warn("source {}: {}", read.source(), problem));
      }
    } else if (report instanceof Report.SourceFailed failed) {
      LOG.warn("source {}: {}", failed.source(), failed.error());
    } else if (report instanceof Report.ReleaseSynced synced) {
      synced.drift().forEach(drifted -> LOG.warn("release {}: drift: {}", synced.id(), drifted));
      if (synced.error() != null) {
        LOG.warn("release {}: {}: {}", synced.id(), synced.step().text(), synced.error());
      } else {
        boolean isNews = isNews(synced.id(), synced.step(), synced.reason());
        LOG.atLevel(isNews ? Level.INFO : Level.DEBUG)
            .log(
                "release {}: {} ({}), revision {} {}",
                synced.id(),
                synced.step().text(),
                synced.reason(),
                synced.revision(),
                synced.status());
      }
    } else if (report instanceof Report.ReleaseWarned warned) {
      LOG.warn("release {}: {}", warned.id(), warned.warning());
    } else if (report instanceof Report.ActionBegun begun) {
      LOG.debug("release {}: {} begins ({})", begun.id(), begun.step().text(), begun.reason());
    } else if (report instanceof Report.WatchChanged changed) {
      if (changed.state() == Report.Watching.DOWN) {
        LOG.warn("changes of {} go unnoticed between checks: {}", changed.kind(), changed.reason());
      } else {
        LOG.info(
            "watch of {}: {}",
            changed.kind(),
            changed.state() == Report.Watching.UP ? "up" : "ended");
      }
    } else if (report instanceof Report.HealthChanged changed) {
      if (changed.isFallen()) {
        LOG.warn(
            "release {}: {}: {}",
            changed.id(),
            changed.health().level().name().toLowerCase(Locale.ROOT),
            changed.health().reason());
      }
    } else if (report instanceof Report.LeadershipChanged changed && !changed.leads()) {
      LOG.info(
          "this replica stands by: {}{}",
          changed.leader().isEmpty() ? "nobody is known to lead" : changed.leader() + " leads",
          changed.trouble().isEmpty() ? "" : "; " + changed.trouble());
    } else if (report instanceof Report.ReleaseHeld held) {
      LOG.atLevel(isNews(held.id(), held.step(), held.reason()) ? Level.INFO : Level.DEBUG)
          .log(
              "release {}: left source {}: {} ({})",
              held.id(),
              held.source(),
              held.step().text(),
              held.reason());
    } else if (report instanceof Report.ReleaseRemoved removed) {
      told.remove(removed.id());
      if (removed.error() == null) {
        LOG.info(
            "release {}: {}, it left source {}", removed.id(), removed.outcome(), removed.source());
      } else {
        LOG.warn("release {}: uninstall: {}", removed.id(), removed.error());
      }
    }
  }
}

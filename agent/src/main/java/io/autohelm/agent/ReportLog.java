package io.autohelm.agent;

import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what changed, and what went wrong, to the log; that all is well is not worth a line. */
final class ReportLog implements Reports {
  private static final Logger LOG = LoggerFactory.getLogger("autohelm");

  @Override
  public void tell(Report report) {
    if (report instanceof Report.SourceRead read) {
      if (read.changed()) {
        LOG.info(
            "source {}: commit {} \"{}\", {} releases",
            read.source(),
            read.commit(),
            read.subject(),
            read.releases());
        read.problems().forEach(problem -> LOG.warn("source {}: {}", read.source(), problem));
      }
    } else if (report instanceof Report.SourceFailed failed) {
      LOG.warn("source {}: {}", failed.source(), failed.error());
    } else if (report instanceof Report.ReleaseSynced synced) {
      synced.drift().forEach(drifted -> LOG.warn("release {}: drift: {}", synced.id(), drifted));
      if (synced.error() != null) {
        LOG.warn("release {}: {}: {}", synced.id(), synced.step().text(), synced.error());
      } else {
        switch (synced.step()) {
          case LEAVE, SUSPEND, WAIT_FOR_RETRY ->
              LOG.debug("release {}: {} ({})", synced.id(), synced.step().text(), synced.reason());
          default ->
              LOG.info(
                  "release {}: {} ({}), revision {} {}",
                  synced.id(),
                  synced.step().text(),
                  synced.reason(),
                  synced.revision(),
                  synced.status());
        }
      }
    } else if (report instanceof Report.WatchChanged changed) {
      if (changed.state() == Report.Watching.DOWN) {
        LOG.warn("changes of {} go unnoticed between checks: {}", changed.kind(), changed.reason());
      } else {
        LOG.info(
            "watch of {}: {}",
            changed.kind(),
            changed.state() == Report.Watching.UP ? "up" : "ended");
      }
    } else if (report instanceof Report.ReleaseRemoved removed) {
      if (removed.error() == null) {
        LOG.info("release {}: uninstalled, it left source {}", removed.id(), removed.source());
      } else {
        LOG.warn("release {}: uninstall: {}", removed.id(), removed.error());
      }
    }
  }
}

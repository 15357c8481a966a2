package io.autohelm.agent;

import io.autohelm.agent.notify.EventTeller;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events by way of the cluster. Where they are refused, it is said once and tried again later. */
final class EventPost implements EventTeller.Post {
  private static final Logger LOG = LoggerFactory.getLogger(EventPost.class);
  private static final Duration LATER = Duration.ofMinutes(10);

  private final Cluster cluster;
  private final Clock clock;
  private Instant silentUntil = Instant.EPOCH;
  private boolean isTold;

  EventPost(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public boolean create(KubeObject event) {
    return done(() -> cluster.create(event));
  }

  @Override
  public boolean patch(KubeObject event, Map<String, @Nullable Object> patch) {
    return done(() -> cluster.patch(event, Cluster.PatchKind.MERGE, patch));
  }

  private synchronized boolean done(Runnable write) {
    if (clock.instant().isBefore(silentUntil)) {
      return false;
    }
    try {
      write.run();
      return true;
    } catch (ClusterException e) {
      boolean isRefused =
          e.reason() == ClusterException.Reason.FORBIDDEN
              || e.reason() == ClusterException.Reason.UNKNOWN_KIND;
      if (isRefused) {
        silentUntil = clock.instant().plus(LATER);
        if (!isTold) {
          isTold = true;
          LOG.info("no Kubernetes Events are written: {}", e.getMessage());
        }
      } else {
        LOG.debug("an event is lost: {}", e.getMessage());
      }
      return false;
    }
  }
}

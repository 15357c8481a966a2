package io.autohelm.engine.kube;

import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The warnings of a namespace: events, listed now and then, of which only the fresh ones count. */
final class Warnings {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** The clocks of the agent and the cluster differ a little. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private record Listed(List<KubeObject> events, long asked) {}

  private final KubeHttp http;
  private final Instant since;
  private final long begun = System.nanoTime();
  private final Map<String, Listed> byNamespace = new HashMap<>();

  Warnings(KubeHttp http, Clock clock) {
    this.http = http;
    this.since = clock.instant().minus(SKEW);
  }

  /**
   * What is warned of.
   *
   * @param objects workloads and their pods; the claims of the pods count too
   * @param isUrgent whether the newest warnings are needed now
   */
  synchronized List<Trouble> about(String namespace, List<KubeObject> objects, boolean isUrgent) {
    Set<Object> uids = new HashSet<>();
    Set<String> claims = new HashSet<>();
    for (KubeObject object : objects) {
      uids.add(String.valueOf(object.metadata().get("uid")));
      claims.addAll(claims(object));
    }
    List<Trouble> found = new ArrayList<>();
    for (KubeObject event : events(namespace, isUrgent)) {
      Map<String, @Nullable Object> about = Workloads.table(event.tree().get("involvedObject"));
      KubeObject.Id id =
          new KubeObject.Id(
              group(String.valueOf(about.get("apiVersion"))),
              String.valueOf(about.get("kind")),
              namespace,
              String.valueOf(about.get("name")));
      boolean isMeant =
          uids.contains(String.valueOf(about.get("uid")))
              || (id.kind().equals("PersistentVolumeClaim") && claims.contains(id.name()));
      if (isMeant && isFresh(event)) {
        Trouble.ofEvent(event, id).ifPresent(found::add);
      }
    }
    return found;
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  private static Set<String> claims(KubeObject object) {
    Set<String> names = new HashSet<>();
    if (object.kind().equals("Pod")
        && Workloads.table(object.tree().get("spec")).get("volumes") instanceof List<?> volumes) {
      for (Object volume : volumes) {
        Object name =
            Workloads.table(Workloads.table(volume).get("persistentVolumeClaim")).get("claimName");
        if (name != null) {
          names.add(name.toString());
        }
      }
    }
    return names;
  }

  private boolean isFresh(KubeObject event) {
    Object series = Workloads.table(event.tree().get("series")).get("lastObservedTime");
    for (Object time : new Object[] {series, event.tree().get("lastTimestamp")}) {
      if (time instanceof String text) {
        return !isBefore(text);
      }
    }
    return !(event.tree().get("eventTime") instanceof String text) || !isBefore(text);
  }

  private boolean isBefore(String time) {
    try {
      return Instant.parse(time).isBefore(since);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private List<KubeObject> events(String namespace, boolean isUrgent) {
    Listed listed = byNamespace.get(namespace);
    long now = System.nanoTime();
    boolean isDue =
        listed == null ? now - begun > FIRST.toNanos() : now - listed.asked() > EVERY.toNanos();
    boolean isNeeded = isUrgent && (listed == null || now - listed.asked() > FIRST.toNanos());
    if (isDue || isNeeded) {
      listed = new Listed(list(namespace), now);
      byNamespace.put(namespace, listed);
    }
    return listed == null ? List.of() : listed.events();
  }

  private List<KubeObject> list(String namespace) {
    KubeResponse response =
        http.get(
            "/api/v1/namespaces/" + namespace + "/events?fieldSelector=type%3DWarning&limit=500");
    List<KubeObject> events = new ArrayList<>();
    if (response.isSuccess() && response.tree().get("items") instanceof List<?> items) {
      items.forEach(item -> events.add(new KubeObject(Workloads.table(item))));
    }
    return events;
  }
}

package io.autohelm.agent.watch;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.kube.ObjectWatches.Target;
import io.autohelm.engine.manifest.KubeObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch of one kind: of all namespaces by one stream, or, where that is not allowed, of each
 * namespace that matters by a stream of its own.
 */
final class KindWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

  /** Each costs a thread and a stream; what is beyond is left to the regular checks. */
  private static final int MOST_NAMESPACES = 100;

  private final ObjectWatches watches;
  private final String apiVersion;
  private final String kind;
  private final Consumer<KindWatch> changed;
  private final Sight sight;

  private final Map<String, ObjectWatches.Watch> open = new HashMap<>();
  private final Set<String> up = new HashSet<>();
  private final Map<String, String> reasons = new HashMap<>();
  private final Set<String> told = new TreeSet<>();
  private Set<String> namespaces = Set.of();
  private boolean isPerNamespace;
  private boolean isClosed;

  /** Is told what a watch sees; the namespace is the one that was watched, empty for all. */
  interface Sight {
    void listed(String group, String kind, String namespace, List<KubeObject> objects);

    void changed(KubeObject object);

    void gone(KubeObject object);
  }

  /**
   * @param changed called when {@link #isUp} may have changed, by any thread
   */
  KindWatch(
      ObjectWatches watches,
      String apiVersion,
      String kind,
      Sight sight,
      Consumer<KindWatch> changed) {
    this.watches = watches;
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.sight = sight;
    this.changed = changed;
  }

  /** The kind, with its group after a dot where it has one. */
  String name() {
    return group().isEmpty() ? kind : kind + "." + group();
  }

  private String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Whether every change of the kind's objects in the namespaces that matter is noticed. */
  synchronized boolean isUp() {
    return isPerNamespace ? up.containsAll(namespaces) : up.contains("");
  }

  /** Whether some streams are still on their way, and none has failed: no news yet. */
  synchronized boolean isOpening() {
    return !isClosed && !isUp() && reasons.isEmpty();
  }

  /** Why not, for people. */
  synchronized String reason() {
    return reasons.isEmpty() ? "" : reasons.values().iterator().next();
  }

  /** From now on these namespaces matter; an empty name stands for none. */
  synchronized void watch(Set<String> wanted) {
    namespaces = Set.copyOf(wanted);
    if (isClosed) {
      return;
    }
    if (!isPerNamespace) {
      open("");
      return;
    }
    for (String namespace : Set.copyOf(open.keySet())) {
      if (!wanted.contains(namespace)) {
        end(namespace);
      }
    }
    wanted.stream().filter(namespace -> !namespace.isEmpty()).sorted().forEach(this::open);
  }

  private void open(String namespace) {
    if (open.containsKey(namespace)) {
      return;
    }
    if (open.size() >= MOST_NAMESPACES) {
      reasons.put(namespace, "more than " + MOST_NAMESPACES + " namespaces to watch one by one");
      return;
    }
    open.put(namespace, watches.open(new Target(apiVersion, kind, namespace), new Ear(namespace)));
  }

  private void end(String namespace) {
    ObjectWatches.Watch watch = open.remove(namespace);
    if (watch != null) {
      watch.close();
    }
    up.remove(namespace);
    reasons.remove(namespace);
  }

  private void down(String namespace, ClusterException reason) {
    synchronized (this) {
      if (isClosed || !open.containsKey(namespace)) {
        return;
      }
      up.remove(namespace);
      reasons.put(namespace, String.valueOf(reason.getMessage()));
      boolean isRefused = reason.reason() == ClusterException.Reason.FORBIDDEN;
      if (isRefused && told.add(namespace)) {
        LOG.info("{}", reason.getMessage());
      }
      boolean hasNamespaces = namespaces.stream().anyMatch(name -> !name.isEmpty());
      if (isRefused && namespace.isEmpty() && hasNamespaces) {
        end("");
        isPerNamespace = true;
        watch(namespaces);
        return;
      }
    }
    changed.accept(this);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    Set.copyOf(open.keySet()).forEach(this::end);
  }

  /** Hears one stream. */
  private final class Ear implements ObjectWatches.Listener {
    private final String namespace;

    Ear(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public void listed(List<KubeObject> objects) {
      sight.listed(group(), kind, namespace, objects);
    }

    @Override
    public void changed(KubeObject object) {
      sight.changed(object);
    }

    @Override
    public void gone(KubeObject object) {
      sight.gone(object);
    }

    @Override
    public void up() {
      synchronized (KindWatch.this) {
        if (!open.containsKey(namespace)) {
          return;
        }
        up.add(namespace);
        reasons.remove(namespace);
      }
      changed.accept(KindWatch.this);
    }

    @Override
    public void down(ClusterException reason) {
      KindWatch.this.down(namespace, reason);
    }
  }
}

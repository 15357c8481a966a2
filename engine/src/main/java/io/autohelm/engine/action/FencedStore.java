package io.autohelm.engine.action;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records that are written only as long as a lock is held. One that is pending bears a label that
 * says so: whoever holds the lock after its writer knows that the writer is gone.
 */
record FencedStore(ReleaseStore store, ReleaseLock lock) implements ReleaseStore {
  /** Its value is the revision, for Helm hands labels on to its own revisions. */
  private static final String PENDING = "autohelm.io/pending";

  /** Whether the revision was left pending by a writer that held the lock. */
  static boolean isLeftBehind(Release release) {
    return release.status().isPending()
        && Integer.toString(release.revision()).equals(release.labels().get(PENDING));
  }

  private Release marked(Release release) {
    boolean isMarked = release.status().isPending() && !lock.token().isEmpty();
    if (!isMarked && !release.labels().containsKey(PENDING)) {
      return release;
    }
    Map<String, String> labels = new LinkedHashMap<>(release.labels());
    if (isMarked) {
      labels.put(PENDING, Integer.toString(release.revision()));
    } else {
      labels.remove(PENDING);
    }
    return release.withLabels(labels);
  }

  @Override
  public void create(Release release) {
    lock.check();
    store.create(marked(release));
  }

  @Override
  public void update(Release release) {
    lock.check();
    store.update(marked(release));
  }

  @Override
  public void delete(String namespace, String name, int revision) {
    lock.check();
    store.delete(namespace, name, revision);
  }

  @Override
  public List<Release> history(String namespace, String name) {
    return store.history(namespace, name);
  }

  @Override
  public List<Release> standing(String namespace, String name) {
    return store.standing(namespace, name);
  }

  @Override
  public Optional<Release> get(String namespace, String name, int revision) {
    return store.get(namespace, name, revision);
  }

  @Override
  public Optional<Release> last(String namespace, String name) {
    return store.last(namespace, name);
  }

  @Override
  public List<RevisionLabels> index(String namespace) {
    return store.index(namespace);
  }

  @Override
  public List<RevisionLabels> index(String namespace, String name) {
    return store.index(namespace, name);
  }

  @Override
  public List<Release> latest(String namespace) {
    return store.latest(namespace);
  }
}

package io.autohelm.engine.release;

import java.util.List;
import java.util.Optional;

/**
 * Keeps the records of releases. Records that Helm wrote are read, and those written here are read
 * by Helm.
 *
 * <p>Every method may throw {@link ReleaseException}; a damaged record is left out of lists and
 * histories, as Helm leaves it out.
 */
public interface ReleaseStore {

  /** Every revision of a release, oldest first; empty where there is none. */
  List<Release> history(String namespace, String name);

  /**
   * The newest revision of each release in {@code namespace}, or in all namespaces where it is
   * empty.
   */
  List<Release> latest(String namespace);

  /**
   * Records a new revision.
   *
   * @throws ReleaseException with reason EXISTS where this revision is recorded already
   */
  void create(Release release);

  /** Replaces the record of this revision. */
  void update(Release release);

  /** Removes the record of a revision; one that is not there is no error. */
  void delete(String namespace, String name, int revision);

  /** The newest revision. */
  default Optional<Release> last(String namespace, String name) {
    List<Release> history = history(namespace, name);
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }
}

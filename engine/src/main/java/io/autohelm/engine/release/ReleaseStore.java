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

  /**
   * Every revision of a release, oldest first; empty where there is none. Templates and files of a
   * chart that was too large for one record may be missing ({@link PartsMark}); {@link #get} has
   * them.
   */
  List<Release> history(String namespace, String name);

  /**
   * The revisions of a release that are not superseded, oldest first: as a rule the deployed one
   * and what failed since, out of many.
   */
  default List<Release> standing(String namespace, String name) {
    return history(namespace, name).stream()
        .filter(release -> release.status() != ReleaseStatus.SUPERSEDED)
        .toList();
  }

  /**
   * One revision, whole.
   *
   * @throws ReleaseException with reason DAMAGED where its record cannot be read
   */
  Optional<Release> get(String namespace, String name, int revision);

  /**
   * What the labels tell of every revision of every release in {@code namespace}, or in all
   * namespaces where it is empty, in the order of namespace, name and revision. Costs a fraction of
   * {@link #history}, for no record is read.
   */
  List<RevisionLabels> index(String namespace);

  /** What the labels tell of every revision of one release, oldest first. */
  List<RevisionLabels> index(String namespace, String name);

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

  /**
   * Replaces the record of this revision.
   *
   * @throws ReleaseException with reason NOT_FOUND, or OVERTAKEN in a {@link #session}
   */
  void update(Release release);

  /** Removes the record of a revision; one that is not there is no error. */
  void delete(String namespace, String name, int revision);

  /** The newest revision. */
  default Optional<Release> last(String namespace, String name) {
    List<RevisionLabels> index = index(namespace, name);
    return index.isEmpty()
        ? Optional.empty()
        : get(namespace, name, index.get(index.size() - 1).revision());
  }

  /**
   * This store for one writer and one action: an update of a record that somebody else has changed
   * since this writer wrote or read it first is refused with reason OVERTAKEN, so that a writer
   * that slept through its successor's work does not undo it.
   */
  default ReleaseStore session() {
    return this;
  }

  /**
   * Removes what no record refers to any more, for example parts of large records whose main record
   * was deleted by Helm.
   *
   * @param namespace empty for all
   * @return how many objects were removed
   */
  default int sweep(String namespace) {
    return 0;
  }
}

package io.autohelm.agent.cli;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStore;

/** Finds the revision that a command is asked for. */
final class RecordedRelease {
  private RecordedRelease() {}

  /** The name, if it can be one. */
  static String checked(String name, String complaint) {
    if (ReleaseName.problem(name).isPresent()) {
      throw new CommandException(1, complaint + name);
    }
    return name;
  }

  /**
   * The newest revision, for commands of our own.
   *
   * @throws CommandException where there is none
   */
  static Release newest(ReleaseStore store, NamedRelease.Id id) {
    return store
        .last(id.namespace(), id.name())
        .orElseThrow(() -> new CommandException(2, "the cluster has no release " + id));
  }

  /**
   * The revision of that number; the newest for 0 or less.
   *
   * @throws CommandException where there is none
   */
  static Release find(ReleaseStore store, String namespace, String name, int revision) {
    checked(name, "releaseContent: Release name is invalid: ");
    return (revision <= 0 ? store.last(namespace, name) : store.get(namespace, name, revision))
        .orElseThrow(() -> new CommandException(1, "release: not found"));
  }
}

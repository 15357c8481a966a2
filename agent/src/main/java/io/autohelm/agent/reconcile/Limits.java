package io.autohelm.agent.reconcile;

import java.util.Set;

/**
 * What may be deleted without asking.
 *
 * @param maxDeletions how many releases may leave a source at once
 * @param maxDeletionShare how many of a hundred, where three or more leave
 * @param maxObjectDeletions how many objects an upgrade may remove
 * @param confirm kinds of objects that are never deleted without asking
 * @param allowEmpty whether a source may come to declare nothing
 */
public record Limits(
    int maxDeletions,
    int maxDeletionShare,
    int maxObjectDeletions,
    Set<String> confirm,
    boolean allowEmpty) {
  /** Everything may be deleted. */
  public static final Limits NONE =
      new Limits(Integer.MAX_VALUE, 100, Integer.MAX_VALUE, Set.of(), true);

  /** What holds where the configuration says nothing. */
  public static final Limits STANDARD =
      new Limits(
          10,
          50,
          20,
          Set.of("Namespace", "PersistentVolumeClaim", "CustomResourceDefinition"),
          false);

  public Limits {
    confirm = Set.copyOf(confirm);
  }
}

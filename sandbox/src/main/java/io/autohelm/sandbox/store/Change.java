package io.autohelm.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One write to the store. {@code before} is null for an addition; for a deletion {@code object} is
 * the last state with the revision of the deletion. The trees are shared: nobody may change them.
 */
public record Change(
    long revision, String bucket, Kind kind, ObjectNode object, @Nullable ObjectNode before) {
  /** What a write did. */
  public enum Kind {
    /** There was no such object. */
    ADDED,
    /** There was one. */
    MODIFIED,
    /** There is none any more. */
    DELETED
  }
}

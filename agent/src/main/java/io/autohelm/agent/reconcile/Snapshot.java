package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Declared;
import java.time.Instant;

/**
 * A state of a source: what a commit declares, with its charts.
 *
 * @param source the source's name
 * @param commit the commit's full hash
 * @param committed when it was made
 * @param subject the first line of its message
 */
public record Snapshot(
    String source,
    String commit,
    Instant committed,
    String subject,
    Declared declared,
    ChartSource charts) {

  /** The same commit with other declarations. */
  Snapshot with(Declared other) {
    return new Snapshot(source, commit, committed, subject, other, charts);
  }
}

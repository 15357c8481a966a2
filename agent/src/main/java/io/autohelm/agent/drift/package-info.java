/**
 * What of a release differs in the cluster from what was applied.
 *
 * <p>Entry point: {@link io.autohelm.agent.drift.DriftCheck}. It only looks; putting things right
 * is the reconciler's. It must not know declarations, Git or how a cluster is reached.
 */
@NullMarked
package io.autohelm.agent.drift;

import org.jspecify.annotations.NullMarked;

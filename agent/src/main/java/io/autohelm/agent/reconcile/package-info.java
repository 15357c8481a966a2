/**
 * The state of a release named, one next action decided, done, and reported; and who does so when,
 * for all releases.
 *
 * <p>Entry point: {@link io.autohelm.agent.reconcile.Coordinator}. {@link
 * io.autohelm.agent.reconcile.Decider} is the pure heart. This package must not know Git, fabric8
 * or Micronaut; charts come through {@link io.autohelm.agent.reconcile.ChartSource}.
 */
@NullMarked
package io.autohelm.agent.reconcile;

import org.jspecify.annotations.NullMarked;

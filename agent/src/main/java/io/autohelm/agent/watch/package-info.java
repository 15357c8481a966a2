/**
 * Changes to objects of releases, noticed within moments: which kinds are watched where, and when a
 * change is worth a look.
 *
 * <p>Entry point: {@link io.autohelm.agent.watch.DriftWatch}. It decides only that something is to
 * be looked at; it must not know how objects are compared or put right, nor Git.
 */
@NullMarked
package io.autohelm.agent.watch;

import org.jspecify.annotations.NullMarked;

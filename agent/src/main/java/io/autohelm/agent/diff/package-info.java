/**
 * What changes between two states of a release's objects, as texts for people and programs, with
 * nothing secret in them. Entry point: {@link io.autohelm.agent.diff.Changes}. Knows no cluster and
 * prints nothing.
 */
@NullMarked
package io.autohelm.agent.diff;

import org.jspecify.annotations.NullMarked;

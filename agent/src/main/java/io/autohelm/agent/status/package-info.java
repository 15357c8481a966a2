/**
 * What was reported, shown to programs: metrics, health, JSON and the events of what changes.
 *
 * <p>Entry point: {@link io.autohelm.agent.status.StatusBoard}, to be told of every report. It only
 * listens: nothing here changes what the agent does. The only package that knows Micrometer.
 */
@NullMarked
package io.autohelm.agent.status;

import org.jspecify.annotations.NullMarked;

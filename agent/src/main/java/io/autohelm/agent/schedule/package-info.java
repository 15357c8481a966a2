/**
 * When things happen: polls of sources and checks of releases, by Quartz.
 *
 * <p>Entry point: {@link io.autohelm.agent.schedule.Timetable}. The only package that knows Quartz;
 * it must not know what is done when a time has come.
 */
@NullMarked
package io.autohelm.agent.schedule;

import org.jspecify.annotations.NullMarked;

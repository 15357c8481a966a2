/**
 * What a sync would do, for people and programs, with nothing secret in it: one model and three
 * ways to write it. Entry points: {@link io.autohelm.agent.plan.ReleasePlan#of} makes the model,
 * {@link io.autohelm.agent.plan.PlanText}, {@link io.autohelm.agent.plan.PlanMarkdown} and {@link
 * io.autohelm.agent.plan.PlanJson} write it. Asks no cluster and decides nothing.
 */
@NullMarked
package io.autohelm.agent.plan;

import org.jspecify.annotations.NullMarked;

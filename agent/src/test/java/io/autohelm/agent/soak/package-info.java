/**
 * An hour of what can befall an agent, in random order: commits of every kind, processes killed,
 * hands in the cluster; then the cluster must be what Git says and nothing may have leaked.
 *
 * <p>The entry point is {@link io.autohelm.agent.soak.SoakIT}. It sees the agent from outside
 * alone, as a packaged program, and must not know its packages.
 */
@NullMarked
package io.autohelm.agent.soak;

import org.jspecify.annotations.NullMarked;

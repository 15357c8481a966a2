/**
 * How a Kubernetes object is: whether what was asked for has come about, what keeps it from it, and
 * whether waiting any longer can help. Pure functions of objects and of the time.
 *
 * <p>Entry points: {@link io.autohelm.engine.health.ObjectStatus} for waiting, by the rules that
 * Helm 4 waits by; {@link io.autohelm.engine.health.Health} for showing; {@link
 * io.autohelm.engine.health.Trouble} for the reason. It must not know how objects are had.
 */
@NullMarked
package io.autohelm.engine.health;

import org.jspecify.annotations.NullMarked;

/**
 * What was reported, told to others: Kubernetes Events in the namespaces of the releases.
 *
 * <p>Entry point: {@link io.autohelm.agent.notify.EventTeller}. It only listens to reports, and
 * must not know how a cluster is reached.
 */
@NullMarked
package io.autohelm.agent.notify;

import org.jspecify.annotations.NullMarked;

/**
 * Git servers that tell of a push by a webhook, so that nobody waits for the next poll. The entry
 * point is {@link io.autohelm.agent.webhook.Hooks}, which decides whether a call is genuine; a call
 * nudges a poll and decides nothing else, so it must not know what a source declares.
 */
@NullMarked
package io.autohelm.agent.webhook;

import org.jspecify.annotations.NullMarked;

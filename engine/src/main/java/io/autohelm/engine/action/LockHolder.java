package io.autohelm.engine.action;

import java.time.Instant;

/**
 * Who acts on a release.
 *
 * @param name for people
 * @param until when another may take the lock unless it is renewed
 */
public record LockHolder(String name, Instant until) {}

package io.autohelm.agent.plan;

import org.jspecify.annotations.Nullable;

/**
 * A value of a release that would change.
 *
 * @param path such as {@code image.tag}
 * @param before as JSON, what is secret hidden; null where it is not set
 * @param after likewise
 * @param origin what sets the new one, with its line; empty where nothing does
 */
public record ValueChange(
    String path, @Nullable String before, @Nullable String after, String origin) {}

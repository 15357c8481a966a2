package io.autohelm.agent.plan;

/**
 * Something that people should know before it is done.
 *
 * @param kind in one word, for programs: {@code crd-changed}, {@code crd-removed}, {@code
 *     crd-not-applied}, {@code api-gone} or {@code api-deprecated}
 */
public record Warning(String kind, String message) {}

package io.autohelm.engine.manifest;

/**
 * One document of a release.
 *
 * @param source the template that it came from, as printed behind {@code # Source:}
 * @param content the document's text, without the separator
 */
public record Manifest(String source, String content, Head head) {}

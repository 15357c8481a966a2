package io.autohelm.engine.render;

/**
 * What templates learn of the release that they are rendered for: {@code .Release}.
 *
 * @param isUpgrade false for an installation
 */
public record ReleaseContext(String name, String namespace, int revision, boolean isUpgrade) {}

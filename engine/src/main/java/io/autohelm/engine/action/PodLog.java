package io.autohelm.engine.action;

/**
 * What a container has printed.
 *
 * @param text as it was printed, with the line ends
 */
public record PodLog(String namespace, String pod, String container, String text) {}

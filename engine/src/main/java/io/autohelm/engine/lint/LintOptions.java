package io.autohelm.engine.lint;

import io.autohelm.engine.render.KubeVersion;
import org.jspecify.annotations.Nullable;

/**
 * How to examine.
 *
 * @param namespace what templates see as the release's namespace
 * @param kubeVersion the Kubernetes that the chart is for; null for the newest that is known
 * @param skipSchema whether values are taken that a schema refuses
 */
public record LintOptions(
    String namespace, @Nullable KubeVersion kubeVersion, boolean skipSchema) {}

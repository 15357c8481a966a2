/**
 * The Kubernetes documents of a release: cut out of rendered text, ordered by kind, hooks set
 * apart.
 *
 * <p>Entry point: {@link io.autohelm.engine.manifest.Manifests}. This package knows YAML only; it
 * must not know charts, releases or clusters.
 */
@NullMarked
package io.autohelm.engine.manifest;

import org.jspecify.annotations.NullMarked;

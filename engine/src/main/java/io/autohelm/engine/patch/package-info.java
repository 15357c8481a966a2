/**
 * Changes to rendered objects before they are released: patches and images, with the fields and the
 * meaning of Kustomize, as Flux offers them in {@code postRenderers}.
 *
 * <p>Entry point: {@link io.autohelm.engine.patch.PostRenderers}. This package knows trees of YAML
 * alone; it must not know charts, rendering or clusters.
 */
@NullMarked
package io.autohelm.engine.patch;

import org.jspecify.annotations.NullMarked;

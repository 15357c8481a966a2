/**
 * What goes over the wire: JSON trees, and Kubernetes' {@code Status} errors. Entry points: {@link
 * Json}, {@link ApiFailure}. Knows nothing of kinds, storage or HTTP.
 */
@NullMarked
package io.autohelm.sandbox.wire;

import org.jspecify.annotations.NullMarked;

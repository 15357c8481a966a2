/**
 * What is kept because making it again would take time. Entry point: {@link
 * io.autohelm.engine.cache.Recent}. The package knows nothing of what is kept.
 */
@NullMarked
package io.autohelm.engine.cache;

import org.jspecify.annotations.NullMarked;

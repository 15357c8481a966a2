/**
 * A release and its history, and Helm's record of it.
 *
 * <p>Entry points: {@link io.autohelm.engine.release.Release}, {@link
 * io.autohelm.engine.release.ReleaseStore} (the contract of whoever keeps records) and {@link
 * io.autohelm.engine.release.ReleaseCodec}. This package must not know how a cluster is reached.
 */
@NullMarked
package io.autohelm.engine.release;

import org.jspecify.annotations.NullMarked;

/**
 * Where charts come from: repositories with an index, OCI registries; a reference resolved to a
 * version and a digest, and the archive brought through a cache by content.
 *
 * <p>Entry point: {@link io.autohelm.engine.repo.ChartFetcher}. This package must not know
 * releases, rendering or clusters.
 */
@NullMarked
package io.autohelm.engine.repo;

import org.jspecify.annotations.NullMarked;

/**
 * Provenance of a packaged chart: the {@code .prov} file beside it, which names its digest and is
 * signed by OpenPGP. Written and checked as {@code helm package --sign} and {@code helm verify} do.
 *
 * <p>Entry points: {@link io.autohelm.engine.provenance.Provenance} and {@link
 * io.autohelm.engine.provenance.Keyring}. The only door to OpenPGP. This package knows YAML; it
 * must not know charts, repositories or clusters.
 */
@NullMarked
package io.autohelm.engine.provenance;

import org.jspecify.annotations.NullMarked;

/**
 * The order inside a release that its charts ask for: groups of objects and sub-charts that wait
 * for each other, as in Helm's proposal 25 (a draft, which no Helm follows yet).
 *
 * <p>Entry point: {@link io.autohelm.engine.sequence.Sequence}. A pure function of a manifest and
 * its charts; it must not know how objects are made or awaited.
 */
@NullMarked
package io.autohelm.engine.sequence;

import org.jspecify.annotations.NullMarked;
